package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.positive.GammaPosterior;
import org.vae4j.latent.positive.GammaPrior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.latent.prior.VampPrior;
import org.vae4j.math.GaussianNoise;

class GammaPosteriorTest extends PosteriorContract {

    private static final double LEAST_SHAPE = 0.2;
    /** The family with the lowest bounds: its rate is that of its parameter. */
    private static final GammaPosterior LOW_BOUNDS = new GammaPosterior(LEAST_SHAPE, 1e-300);

    @Override
    PosteriorFamily family() {
        return new GammaPosterior();
    }

    @Override
    Prior[] priors() {
        return new Prior[] {new GammaPrior(), new GammaPrior(2.5, 0.4)};
    }

    /** Shapes from 1 to 4, rates from 0.9 to 3. */
    @Override
    double[] someParameters(Random random) {
        double[] parameters = random.doubles(4, 0.4, 2.9).toArray();
        parameters[1] = 0;
        return parameters;
    }

    /** Even steps of log z from -26 to 5, in which z stands for a cell of z times the step. */
    @Override
    Nodes nodes() {
        int side = 400;
        double step = 31.0 / side;
        Columns points = new Columns(side * side, 2);
        double[] cells = new double[side * side];
        for (int n = 0; n < cells.length; n++) {
            points.values()[points.at(n, 0)] = Math.exp(step * (n % side) - 26);
            points.values()[points.at(n, 1)] = Math.exp(step * (n / side) - 26);
            cells[n] = points.values()[points.at(n, 0)] * points.values()[points.at(n, 1)] * step * step;
        }
        return new Nodes(points, cells);
    }

    private static double inverseSoftplus(double value) {
        return value > 30 ? value : Math.log(Math.expm1(value));
    }

    /** Rows of one dimension with the same distribution. */
    private static LatentRows rows(int examples, double shape, double rate, Prior prior) {
        LatentRows rows = new LatentRows(LatentPart.of(1, LOW_BOUNDS, prior), examples, 1);
        Arrays.fill(rows.parameters().values(), 0, examples, inverseSoftplus(shape - LEAST_SHAPE));
        Arrays.fill(rows.parameters().values(), examples, 2 * examples, inverseSoftplus(rate));
        return rows;
    }

    private static double kl(double shape, double rate, Prior prior) {
        LatentRows rows = rows(1, shape, rate, prior);
        rows.closedKl().orElseThrow().evaluate(rows);
        return rows.kl().values()[0];
    }

    /** log(b / d) + d / b - 1 for the rates b and d. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.5, 1, 40})
    void closedKlOfExponentialDistributionsMatchesItsFormula(double rate) {
        double expected = Math.log(rate / 2) + 2 / rate - 1;
        assertThat(kl(1, rate, new GammaPrior(1, 2))).isCloseTo(expected, within(1e-11 * (1 + expected)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 5, 200})
    void closedKlFromAnEqualPriorIsZero(double shape) {
        assertThat(kl(shape, 3, new GammaPrior(shape, 3))).isCloseTo(0, within(1e-11 * (1 + shape)));
    }

    private static final int DRAWS = 20_000;
    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);

    private static PosteriorFamily.Draw draw(double shape, double rate) {
        LatentRows rows = rows(DRAWS, shape, rate, new GammaPrior());
        Matrix parameters = matrix(KERNELS, rows.parameters().values(), DRAWS);
        Matrix noise = matrix(KERNELS, GaussianNoise.draw(3, DRAWS), DRAWS);
        Matrix z = Matrix.allocate(DataType.DOUBLE, DRAWS, 1);
        LOW_BOUNDS.draw(KERNELS, parameters, noise, z);
        return new PosteriorFamily.Draw(parameters, noise, z);
    }

    private static double[] values(Matrix matrix) {
        double[] values = new double[matrix.length()];
        KERNELS.read(matrix, values);
        return values;
    }

    /** E z = a / b and E z² = a (a + 1) / b², within four standard errors of 20,000 draws. */
    @ParameterizedTest(name = "shape = {0}, rate = {1}")
    @CsvSource({"0.4, 0.7", "1, 1", "6, 2"})
    void drawsHaveTheMomentsOfTheDistribution(double shape, double rate) {
        double[] z = values(draw(shape, rate).z());
        double mean = Arrays.stream(z).average().orElseThrow();
        assertThat(mean).isCloseTo(shape / rate, within(4 * Math.sqrt(shape / DRAWS) / rate));
        double square = Arrays.stream(z).map(v -> v * v).average().orElseThrow();
        double fourth = shape * (shape + 1) * (shape + 2) * (shape + 3) / Math.pow(rate, 4);
        assertThat(square).isCloseTo(shape * (shape + 1) / (rate * rate), within(4 * Math.sqrt(fourth / DRAWS)));
    }

    /** The derivatives of E z² = a (a + 1) / b², within four standard errors of 20,000 draws. */
    @ParameterizedTest(name = "shape = {0}, rate = {1}")
    @CsvSource({"0.4, 0.7", "1, 1", "6, 2"})
    void drawGradientsEstimateTheGradientOfAnExpectation(double shape, double rate) {
        PosteriorFamily.Draw draw = draw(shape, rate);
        Matrix gradient = Matrix.allocate(DataType.DOUBLE, DRAWS, 2);
        double[] slopes = Arrays.stream(values(draw.z())).map(v -> 2 * v).toArray();
        LOW_BOUNDS.drawGradient(KERNELS, draw, matrix(KERNELS, slopes, DRAWS), gradient, Accumulate.NO);
        double[] found = values(gradient);
        // The derivative of log(1 + e^s) is 1 - e^-softplus(s).
        double toShape = (2 * shape + 1) / (rate * rate) * -Math.expm1(-(shape - LEAST_SHAPE));
        double toRate = -2 * shape * (shape + 1) / Math.pow(rate, 3) * -Math.expm1(-rate);
        assertMean(Arrays.copyOf(found, DRAWS), toShape);
        assertMean(Arrays.copyOfRange(found, DRAWS, 2 * DRAWS), toRate);
    }

    private static void assertMean(double[] values, double expected) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(expected, within(4 * Math.sqrt(variance / values.length)));
    }

    private static Matrix matrix(Kernels kernels, double[] values, int rows) {
        Matrix matrix = Matrix.allocate(DataType.DOUBLE, rows, values.length / rows);
        kernels.write(values, matrix);
        return matrix;
    }

    /** Two rows, of which the first has a draw of about 1e-40, and their draws in one precision. */
    private static final class TinyDraw {

        private final Kernels kernels;
        private final PosteriorFamily.Draw draw;
        private final Matrix slopes;

        private TinyDraw(DataType type) {
            kernels = Kernels.of(type);
            Matrix parameters = matrix(type, 2, -50, 1, 0, 0);
            Matrix noise = matrix(type, 1, -7, 0.3);
            Matrix z = matrix(type, 1, 0, 0);
            LOW_BOUNDS.draw(kernels, parameters, noise, z);
            draw = new PosteriorFamily.Draw(parameters, noise, z);
            slopes = matrix(type, 1, 1e30, 1);
        }

        private Matrix matrix(DataType type, int columns, double... values) {
            Matrix matrix = Matrix.allocate(type, 2, columns);
            kernels.write(values, matrix);
            return matrix;
        }

        private double[] read(Matrix matrix) {
            double[] values = new double[matrix.length()];
            kernels.read(matrix, values);
            return values;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void tinyDrawsAreClamped(DataType type) {
        TinyDraw tiny = new TinyDraw(type);
        double[] z = tiny.read(tiny.draw.z());
        assertThat(z[0]).isCloseTo(1e-30, within(1e-36));
        assertThat(z[1]).as("the other row").isBetween(0.1, 10.0);
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void clampedDrawsHaveNoParameterGradient(DataType type) {
        TinyDraw tiny = new TinyDraw(type);
        Matrix gradient = tiny.matrix(type, 2, 0, 0, 0, 0);
        LOW_BOUNDS.drawGradient(tiny.kernels, tiny.draw, tiny.slopes, gradient, Accumulate.NO);
        double[] found = tiny.read(gradient);
        assertThat(found[0]).as("shape").isZero();
        assertThat(found[2]).as("rate").isZero();
        assertThat(found[1]).as("shape of the other row").isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void clampedDrawsHaveNoNoiseGradient(DataType type) {
        TinyDraw tiny = new TinyDraw(type);
        double[] found = LOW_BOUNDS.noiseGradient(tiny.kernels, tiny.draw, tiny.slopes);
        assertThat(found[0]).isZero();
        assertThat(found[1]).as("the other row").isPositive();
    }

    @Test
    void marginalsMatchCommonsMath() {
        IndependentDimensions marginals =
                rows(1, 2.5, 0.8, new GammaPrior()).dimensions().orElseThrow();
        GammaDistribution reference = new GammaDistribution(null, 2.5, 1 / 0.8);
        assertThat(marginals.logDensity(0, 0, 1.7)).isCloseTo(reference.logDensity(1.7), within(1e-11));
        assertThat(marginals.mean(0, 0)).isCloseTo(reference.getNumericalMean(), within(1e-11));
        assertThat(marginals.variance(0, 0)).isCloseTo(reference.getNumericalVariance(), within(1e-11));
    }

    @Test
    void marginalsHaveNoDensityBelowZero() {
        IndependentDimensions marginals =
                rows(1, 2.5, 0.8, new GammaPrior()).dimensions().orElseThrow();
        assertThat(marginals.logDensity(0, 0, -1)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void momentGradientMatchesFiniteDifferences() {
        double h = 1e-5;
        LatentRows rows = rows(1, 2.5, 0.8, new GammaPrior());
        rows.dimensions().orElseThrow().addMomentGradient(0, 0, 0.7, -0.3);
        double[] values = rows.parameters().values();
        for (int i = 0; i < 2; i++) {
            double value = values[i];
            values[i] = value + h;
            double above = weightedMoments(rows);
            values[i] = value - h;
            double below = weightedMoments(rows);
            values[i] = value;
            assertThat(rows.parameters().gradient()[i])
                    .as("parameter %d", i)
                    .isCloseTo((above - below) / (2 * h), within(1e-8));
        }
    }

    private static double weightedMoments(LatentRows rows) {
        IndependentDimensions marginals = rows.dimensions().orElseThrow();
        return 0.7 * marginals.mean(0, 0) - 0.3 * marginals.variance(0, 0);
    }

    @Test
    void priorOnAllRealNumbersIsRefused() {
        assertThatThrownBy(() -> LatentPart.of(3, family(), new StandardNormalPrior()))
                .hasMessageContaining("model.prior: found standard_normal on all of R^n")
                .hasMessageContaining("gamma on the positive numbers")
                .hasMessageContaining("set model.prior to gamma");
        assertThatThrownBy(() -> LatentPart.of(
                        3, family(), new VampPrior(3, VampPrior.Start.NOISE, 0.5, 0.3, VampPrior.Squash.CLAMP)))
                .hasMessageContaining("model.prior: found vamp");
    }

    @Test
    void gammaPriorOfAGaussianIsRefused() {
        assertThatThrownBy(() -> LatentPart.of(3, new DiagonalGaussianPosterior(), new GammaPrior()))
                .hasMessageContaining("found gamma on the positive numbers")
                .hasMessageContaining("set model.prior=standard_normal");
    }

    @Test
    void boundsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new GammaPosterior(0.05, 1)).hasMessageContaining("leastShape = 0.05");
        assertThatThrownBy(() -> new GammaPosterior(1, 0)).hasMessageContaining("leastRate = 0.0");
    }
}
