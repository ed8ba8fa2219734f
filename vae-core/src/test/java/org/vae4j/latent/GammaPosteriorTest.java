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

    private static final GammaPosterior FREE = new GammaPosterior(0.2, 1e-300);

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

    /** Even steps of log z, from -26 to 5: z stands for itself times the step. */
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

    /** Rows of one dimension with one distribution, without bounds but 0.2. */
    private static LatentRows rows(int examples, double shape, double rate, Prior prior) {
        LatentRows rows = new LatentRows(LatentPart.of(1, FREE, prior), examples, 1);
        Arrays.fill(rows.parameters().values(), 0, examples, inverseSoftplus(shape - 0.2));
        Arrays.fill(rows.parameters().values(), examples, 2 * examples, inverseSoftplus(rate));
        return rows;
    }

    private static double kl(double shape, double rate, Prior prior) {
        LatentRows rows = rows(1, shape, rate, prior);
        rows.closedKl().orElseThrow().evaluate(rows);
        return rows.kl().values()[0];
    }

    /** Of exponential distributions: log(b / d) + d / b - 1; and of a distribution from itself: 0. */
    @Test
    void theDivergenceHasItsKnownCases() {
        for (double rate : new double[] {1e-3, 0.5, 1, 40}) {
            double known = Math.log(rate / 2) + 2 / rate - 1;
            assertThat(kl(1, rate, new GammaPrior(1, 2))).isCloseTo(known, within(1e-11 * (1 + known)));
        }
        for (double shape : new double[] {0.3, 1, 5, 200}) {
            assertThat(kl(shape, 3, new GammaPrior(shape, 3))).isCloseTo(0, within(1e-11 * (1 + shape)));
        }
    }

    /** E z² = a (a + 1) / b², and its derivatives, by twenty thousand draws. */
    @ParameterizedTest
    @CsvSource({"0.4, 0.7", "1, 1", "6, 2"})
    void drawsHaveTheMomentsAndTheirGradients(double shape, double rate) {
        int draws = 20_000;
        Kernels kernels = Kernels.of(DataType.DOUBLE);
        LatentRows rows = rows(draws, shape, rate, new GammaPrior());
        Matrix parameters = matrix(kernels, rows.parameters().values(), draws);
        Matrix noise = matrix(kernels, GaussianNoise.draw(3, draws), draws);
        Matrix z = Matrix.allocate(DataType.DOUBLE, draws, 1);
        FREE.draw(kernels, parameters, noise, z);
        double[] drawn = new double[draws];
        kernels.read(z, drawn);
        GammaDistribution reference = new GammaDistribution(null, shape, 1 / rate);
        double mean = Arrays.stream(drawn).average().orElseThrow();
        double error = 4 * Math.sqrt(shape / draws) / rate;
        assertThat(mean).isCloseTo(reference.getNumericalMean(), within(error));
        double square = Arrays.stream(drawn).map(v -> v * v).average().orElseThrow();
        double fourth = shape * (shape + 1) * (shape + 2) * (shape + 3) / Math.pow(rate, 4);
        assertThat(square).isCloseTo(shape * (shape + 1) / (rate * rate), within(4 * Math.sqrt(fourth / draws)));
        Matrix gradient = Matrix.allocate(DataType.DOUBLE, draws, 2);
        Matrix slopes = matrix(kernels, Arrays.stream(drawn).map(v -> 2 * v).toArray(), draws);
        FREE.drawGradient(kernels, new PosteriorFamily.Draw(parameters, noise, z), slopes, gradient, Accumulate.NO);
        double[] found = new double[2 * draws];
        kernels.read(gradient, found);
        double toShape = (2 * shape + 1) / (rate * rate) * -Math.expm1(-(shape - 0.2));
        double toRate = -2 * shape * (shape + 1) / Math.pow(rate, 3) * -Math.expm1(-rate);
        assertMean(Arrays.copyOf(found, draws), toShape);
        assertMean(Arrays.copyOfRange(found, draws, 2 * draws), toRate);
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

    /** In both precisions: a draw of 1e-40 is kept at 1e-30 and does not move, and nothing is infinite. */
    @Test
    void drawsThatAreTooSmallAreKept() {
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            Kernels kernels = Kernels.of(type);
            Matrix parameters = Matrix.allocate(type, 2, 2);
            kernels.write(new double[] {-50, 1, 0, 0}, parameters);
            Matrix noise = Matrix.allocate(type, 2, 1);
            kernels.write(new double[] {-7, 0.3}, noise);
            Matrix z = Matrix.allocate(type, 2, 1);
            FREE.draw(kernels, parameters, noise, z);
            double[] drawn = new double[2];
            kernels.read(z, drawn);
            assertThat(drawn[0]).isCloseTo(1e-30, within(1e-36));
            assertThat(drawn[1]).isBetween(0.1, 10.0);
            Matrix slopes = Matrix.allocate(type, 2, 1);
            kernels.write(new double[] {1e30, 1}, slopes);
            Matrix gradient = Matrix.allocate(type, 2, 2);
            PosteriorFamily.Draw draw = new PosteriorFamily.Draw(parameters, noise, z);
            FREE.drawGradient(kernels, draw, slopes, gradient, Accumulate.NO);
            double[] found = new double[4];
            kernels.read(gradient, found);
            assertThat(found[0]).isZero();
            assertThat(found[2]).isZero();
            assertThat(found[1]).isPositive();
            double[] toNoise = FREE.noiseGradient(kernels, draw, slopes);
            assertThat(toNoise[0]).isZero();
            assertThat(toNoise[1]).isPositive();
        }
    }

    /** Marginals against Commons Math, and the gradient of a function of the moments against differences. */
    @Test
    void marginalsHaveTheirDensityAndMoments() {
        LatentRows rows = rows(1, 2.5, 0.8, new GammaPrior());
        IndependentDimensions marginals = rows.dimensions().orElseThrow();
        GammaDistribution reference = new GammaDistribution(null, 2.5, 1 / 0.8);
        assertThat(marginals.logDensity(0, 0, 1.7)).isCloseTo(reference.logDensity(1.7), within(1e-11));
        assertThat(marginals.logDensity(0, 0, -1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(marginals.mean(0, 0)).isCloseTo(reference.getNumericalMean(), within(1e-11));
        assertThat(marginals.variance(0, 0)).isCloseTo(reference.getNumericalVariance(), within(1e-11));
        marginals.addMomentGradient(0, 0, 0.7, -0.3);
        for (int i = 0; i < 2; i++) {
            double found = rows.parameters().gradient()[i];
            rows.parameters().values()[i] += 1e-5;
            double above = ofMoments(rows);
            rows.parameters().values()[i] -= 2e-5;
            assertThat(found).isCloseTo((above - ofMoments(rows)) / 2e-5, within(1e-8));
            rows.parameters().values()[i] += 1e-5;
        }
    }

    private static double ofMoments(LatentRows rows) {
        IndependentDimensions marginals = rows.dimensions().orElseThrow();
        return 0.7 * marginals.mean(0, 0) - 0.3 * marginals.variance(0, 0);
    }

    @Test
    void whatHasNoDensityOnThePositiveNumbersIsRefused() {
        assertThatThrownBy(() -> LatentPart.of(3, family(), new StandardNormalPrior()))
                .hasMessageContaining("model.prior: found standard_normal on all of R^n")
                .hasMessageContaining("gamma on the positive numbers")
                .hasMessageContaining("set model.prior to gamma");
        assertThatThrownBy(() -> LatentPart.of(
                        3, family(), new VampPrior(3, VampPrior.Start.NOISE, 0.5, 0.3, VampPrior.Squash.CLAMP)))
                .hasMessageContaining("model.prior: found vamp");
        assertThatThrownBy(() -> LatentPart.of(3, new DiagonalGaussianPosterior(), new GammaPrior()))
                .hasMessageContaining("found gamma on the positive numbers")
                .hasMessageContaining("set model.prior=standard_normal");
        assertThatThrownBy(() -> new GammaPosterior(0.05, 1)).hasMessageContaining("leastShape = 0.05");
        assertThatThrownBy(() -> new GammaPosterior(1, 0)).hasMessageContaining("leastRate = 0.0");
    }
}
