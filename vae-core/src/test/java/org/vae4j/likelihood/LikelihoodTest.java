package org.vae4j.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.testing.Values;

/** Every likelihood is a normalised density with the mean and the samples that belong to it. */
class LikelihoodTest {

    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);

    static Stream<Likelihood> all() {
        return Stream.of(
                new BernoulliLikelihood(),
                new GaussianLikelihood(0.3),
                new GaussianLikelihood(2),
                new HeteroscedasticGaussianLikelihood());
    }

    private static Matrix matrix(int rows, int columns, double... values) {
        return Matrix.of(Values.array(DataType.DOUBLE, rows, columns, i -> values[i]));
    }

    private static double negLogLikelihood(Likelihood likelihood, Matrix x, Matrix parameters) {
        double[] result = new double[parameters.rows()];
        likelihood.evaluate(
                KERNELS,
                x,
                parameters,
                result,
                Matrix.allocate(DataType.DOUBLE, parameters.rows(), parameters.columns()));
        return result[0];
    }

    @ParameterizedTest
    @MethodSource("all")
    void parameterAndFeatureCountsAreInverse(Likelihood likelihood) {
        for (int features : new int[] {1, 2, 7, 784}) {
            int parameters = likelihood.parameterCount(features);
            assertThat(parameters).isGreaterThanOrEqualTo(features);
            assertThat(likelihood.featureCount(parameters)).isEqualTo(features);
        }
    }

    /** In single precision, in which the two are computed apart. */
    @ParameterizedTest
    @MethodSource("all")
    void theValueAloneIsTheSame(Likelihood likelihood) {
        int parameters = likelihood.parameterCount(784);
        Kernels kernels = Kernels.of(DataType.FLOAT);
        Matrix x = Matrix.of(Values.pixels(1, DataType.FLOAT, 4, 784));
        Matrix p = Matrix.of(Values.normal(2, DataType.FLOAT, 12, parameters, 0.5));
        Matrix gradient = Matrix.allocate(DataType.FLOAT, 12, parameters);
        double[] expected = new double[12];
        double[] found = new double[12];
        likelihood.evaluate(kernels, x, p, expected, gradient);
        likelihood.negLogLikelihood(kernels, x, p, found, gradient);
        for (int r = 0; r < 12; r++) {
            assertThat(found[r]).isCloseTo(expected[r], within(1e-6 * 784 + 1e-6 * Math.abs(expected[r])));
        }
    }

    /** All eight binary images of three pixels. */
    @Test
    void bernoulliProbabilitiesSumToOne() {
        Matrix logits = matrix(1, 3, 0.3, -1.7, 2.2);
        double sum = 0;
        for (int bits = 0; bits < 8; bits++) {
            Matrix x = matrix(1, 3, bits & 1, bits >> 1 & 1, bits >> 2 & 1);
            sum += Math.exp(-negLogLikelihood(new BernoulliLikelihood(), x, logits));
        }
        assertThat(sum).isCloseTo(1, within(1e-14));
    }

    /** The trapezoidal rule over ±12 standard deviations converges faster than any power of its step. */
    private static double integral(double mean, double deviation, DoubleUnaryOperator density) {
        double step = deviation / 20;
        double sum = 0;
        for (int i = -240; i <= 240; i++) {
            sum += step * density.applyAsDouble(mean + i * step);
        }
        return sum;
    }

    @Test
    void gaussianDensitiesIntegrateToOne() {
        for (double sigma : new double[] {0.3, 1, 2}) {
            double total = integral(
                    0.4,
                    sigma,
                    x -> Math.exp(
                            -negLogLikelihood(new GaussianLikelihood(sigma), matrix(1, 1, x), matrix(1, 1, 0.4))));
            assertThat(total).isCloseTo(1, within(1e-12));
            double perPixel = integral(
                    0.4,
                    sigma,
                    x -> Math.exp(-negLogLikelihood(
                            new HeteroscedasticGaussianLikelihood(),
                            matrix(1, 1, x),
                            matrix(1, 2, 0.4, 2 * Math.log(sigma)))));
            assertThat(perPixel).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void bernoulliAtLogitZeroCostsABitAPixel() {
        assertThat(negLogLikelihood(new BernoulliLikelihood(), matrix(1, 4, 0, 1, 0.5, 0.2), matrix(1, 4, 0, 0, 0, 0)))
                .isCloseTo(4 * Math.log(2), within(1e-14));
    }

    /** With σ² = ½: ‖x - m‖² + (d/2) log π. */
    @Test
    void gaussianWithVarianceOneHalfIsTheSquaredError() {
        Matrix x = matrix(1, 3, 0.1, 0.9, -0.4);
        Matrix mean = matrix(1, 3, 0.5, 0.2, 0.1);
        assertThat(negLogLikelihood(new GaussianLikelihood(Math.sqrt(0.5)), x, mean))
                .isCloseTo(0.16 + 0.49 + 0.25 + 1.5 * Math.log(Math.PI), within(1e-14));
    }

    @Test
    void perPixelVarianceAtAConstantIsTheGaussian() {
        Matrix x = matrix(1, 2, 0.1, 0.9);
        double given = negLogLikelihood(new GaussianLikelihood(0.3), x, matrix(1, 2, 0.4, 0.5));
        double logVar = 2 * Math.log(0.3);
        assertThat(negLogLikelihood(new HeteroscedasticGaussianLikelihood(), x, matrix(1, 4, 0.4, 0.5, logVar, logVar)))
                .isCloseTo(given, within(1e-14));
    }

    static Stream<Arguments> moments() {
        // Parameters of two pixels, their means and variances.
        return Stream.of(
                Arguments.of(
                        new BernoulliLikelihood(),
                        new double[] {-1, 0.5},
                        new double[] {1 / (1 + Math.E), 1 / (1 + Math.exp(-0.5))},
                        new double[] {Math.E / Math.pow(1 + Math.E, 2), Math.exp(-0.5) / Math.pow(1 + Math.exp(-0.5), 2)
                        }),
                Arguments.of(new GaussianLikelihood(0.3), new double[] {-1, 0.5}, new double[] {-1, 0.5}, new double[] {
                    0.09, 0.09
                }),
                Arguments.of(
                        new HeteroscedasticGaussianLikelihood(),
                        new double[] {-1, 0.5, 0.2, -2},
                        new double[] {-1, 0.5},
                        new double[] {Math.exp(0.2), Math.exp(-2)}));
    }

    /** 40,000 draws: five standard errors, σ/200 for the mean and at most √2 σ²/200 for the variance. */
    @ParameterizedTest
    @MethodSource("moments")
    void samplesHaveTheMomentsOfTheDistribution(
            Likelihood likelihood, double[] parameters, double[] means, double[] variances) {
        int rows = 40_000;
        Matrix repeated = Matrix.of(Values.array(DataType.DOUBLE, rows, parameters.length, i -> parameters[i / rows]));
        Matrix mean = Matrix.allocate(DataType.DOUBLE, rows, 2);
        likelihood.mean(KERNELS, repeated, mean);
        Matrix x = Matrix.allocate(DataType.DOUBLE, rows, 2);
        likelihood.sample(KERNELS, repeated, 5, x);
        double[] values = Values.of(x);
        for (int j = 0; j < 2; j++) {
            assertThat(Values.of(mean)[j * rows]).isCloseTo(means[j], within(1e-14));
            double sum = 0;
            double squares = 0;
            for (int r = 0; r < rows; r++) {
                double deviation = values[j * rows + r] - means[j];
                sum += deviation;
                squares += deviation * deviation;
            }
            assertThat(sum / rows).isCloseTo(0, within(5 * Math.sqrt(variances[j]) / 200));
            assertThat(squares / rows).isCloseTo(variances[j], within(5 * Math.sqrt(2) * variances[j] / 200));
        }
        Matrix again = Matrix.allocate(DataType.DOUBLE, rows, 2);
        likelihood.sample(KERNELS, repeated, 5, again);
        assertThat(Values.of(again)).isEqualTo(values);
        likelihood.sample(KERNELS, repeated, 6, again);
        assertThat(Values.of(again)).isNotEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void sigmaMustBePositive(double sigma) {
        assertThatThrownBy(() -> new GaussianLikelihood(sigma))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found sigma = " + sigma + ", expected a finite number > 0: try 0.1 for images in [0, 1]");
    }

    @Test
    void namesAreThoseOfConfigurations() {
        assertThat(all().map(Likelihood::name).distinct())
                .containsExactly("bernoulli", "gaussian", "gaussian-per-pixel");
    }
}
