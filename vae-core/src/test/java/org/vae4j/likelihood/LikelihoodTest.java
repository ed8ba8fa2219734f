package org.vae4j.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.extension.Registry;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.testing.Values;

/** Every likelihood is a normalised density with the mean and the samples that belong to it. */
class LikelihoodTest {

    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);

    static Stream<Likelihood> all() {
        return Stream.of(
                new BernoulliLikelihood(),
                new GaussianLikelihood(0.3),
                new GaussianLikelihood(2),
                new OptimalGaussianLikelihood(),
                new OptimalGaussianLikelihood(0.3),
                new LearnedGaussianLikelihood(),
                new HeteroscedasticGaussianLikelihood(),
                new LaplaceLikelihood(),
                new ContinuousBernoulliLikelihood(),
                new DiscretisedLogisticLikelihood(),
                new MixtureLogisticLikelihood(3),
                new LogCoshLoss());
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

    /**
     * Values and gradients in single precision, which trainings use, against those in double precision. A learned
     * log-variance is the same in every row, as its layer emits it.
     */
    @ParameterizedTest
    @MethodSource("all")
    void singlePrecisionAgreesWithDouble(Likelihood likelihood) {
        int features = 100;
        int parameters = likelihood.parameterCount(features);
        double[] x = Values.of(Matrix.of(Values.pixels(1, DataType.FLOAT, 4, features)));
        double[] p = Values.of(Matrix.of(Values.normal(2, DataType.FLOAT, 12, parameters, 0.5)));
        for (int i = 12 * (parameters - likelihood.sharedParameterCount()); i < p.length; i++) {
            p[i] = 0.25;
        }
        double[][] values = new double[2][12];
        double[][] gradients = new double[2][];
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            int which = type == DataType.FLOAT ? 0 : 1;
            Matrix gradient = Matrix.allocate(type, 12, parameters);
            likelihood.evaluate(Kernels.of(type), of(type, 4, x), of(type, 12, p), values[which], gradient);
            gradients[which] = Values.of(gradient);
        }
        // Sums of a hundred terms, each to a few units of the last of 24 bits, divided by variances of 0.09 and more.
        assertThat(values[0]).containsExactly(values[1], within(1e-3));
        assertThat(gradients[0]).containsExactly(gradients[1], within(1e-4));
        assertThat(Math.abs(values[1][0] - values[1][1])).isGreaterThan(0.1);
    }

    private static Matrix of(DataType type, int rows, double[] values) {
        return Matrix.of(Values.array(type, rows, values.length / rows, i -> values[i]));
    }

    /** In single precision there are two kernels, with and without the gradient. */
    @ParameterizedTest
    @MethodSource("all")
    void valueWithoutTheGradientIsTheSame(Likelihood likelihood) {
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
    void bernoulliAtLogitZeroCostsLogTwoPerPixel() {
        assertThat(negLogLikelihood(new BernoulliLikelihood(), matrix(1, 4, 0, 1, 0.5, 0.2), matrix(1, 4, 0, 0, 0, 0)))
                .isCloseTo(4 * Math.log(2), within(1e-14));
    }

    /** With σ² = ½: ‖x - m‖² + (d/2) log π. */
    @Test
    void gaussianWithVarianceOneHalfIsTheSquaredErrorAndAConstant() {
        Matrix x = matrix(1, 3, 0.1, 0.9, -0.4);
        Matrix mean = matrix(1, 3, 0.5, 0.2, 0.1);
        assertThat(negLogLikelihood(new GaussianLikelihood(Math.sqrt(0.5)), x, mean))
                .isCloseTo(0.16 + 0.49 + 0.25 + 1.5 * Math.log(Math.PI), within(1e-14));
    }

    @Test
    void equalVariancesPerPixelGiveTheGaussian() {
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
                        new OptimalGaussianLikelihood(0.3),
                        new double[] {-1, 0.5},
                        new double[] {-1, 0.5},
                        new double[] {0.09, 0.09}),
                Arguments.of(
                        new LearnedGaussianLikelihood(),
                        new double[] {-1, 0.5, -2},
                        new double[] {-1, 0.5},
                        new double[] {Math.exp(-2), Math.exp(-2)}),
                Arguments.of(
                        new HeteroscedasticGaussianLikelihood(0.2),
                        new double[] {-1, 0.5, 0.2, -9},
                        new double[] {-1, 0.5},
                        new double[] {Math.exp(0.2), 0.04}),
                Arguments.of(new LaplaceLikelihood(0.3), new double[] {-1, 0.5}, new double[] {-1, 0.5}, new double[] {
                    0.18, 0.18
                }),
                // The exponential on [0, 1] with rates -1 and 1: mean 1/(e - 1), variance 1 - e/(e - 1)².
                Arguments.of(
                        new ContinuousBernoulliLikelihood(),
                        new double[] {-1, 1},
                        new double[] {1 - 1 / (Math.E - 1), 1 / (Math.E - 1)},
                        new double[] {1 - Math.E / Math.pow(Math.E - 1, 2), 1 - Math.E / Math.pow(Math.E - 1, 2)}),
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

    /** A model that is loaded elsewhere draws the same samples, so noise and sign are part of what is promised. */
    @Test
    void gaussianSampleIsTheMeanPlusSigmaTimesTheNoiseOfItsExample() {
        long seed = 7;
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, 1), 2);
        double[] expected = {0.3 + 0.5 * noise[0], -1 + 0.5 * noise[1]};
        double logVariance = 2 * Math.log(0.5);
        assertThat(sample(new GaussianLikelihood(0.5), seed, 0.3, -1)).containsExactly(expected, within(1e-15));
        assertThat(sample(new LearnedGaussianLikelihood(), seed, 0.3, -1, logVariance))
                .containsExactly(expected, within(1e-15));
        assertThat(sample(new HeteroscedasticGaussianLikelihood(), seed, 0.3, -1, logVariance, logVariance))
                .containsExactly(expected, within(1e-15));
    }

    /** A sample of two features. */
    private static double[] sample(Likelihood likelihood, long seed, double... parameters) {
        Matrix x = Matrix.allocate(DataType.DOUBLE, 1, 2);
        likelihood.sample(KERNELS, matrix(1, parameters.length, parameters), seed, x);
        return Values.of(x);
    }

    @ParameterizedTest
    @MethodSource("all")
    void onlyTheSlopeOfLaplaceJumps(Likelihood likelihood) {
        assertThat(likelihood.hasSmoothSlope()).isEqualTo(!(likelihood instanceof LaplaceLikelihood));
    }

    /** All but the Gaussian with an optimal sigma, which has a test of its own. */
    @ParameterizedTest
    @MethodSource("all")
    void likelihoodWithoutFilesAndConstantsStaysAsItIs(Likelihood likelihood) {
        assertThat(likelihood.withFiles()).isSameAs(likelihood);
        if (!(likelihood instanceof OptimalGaussianLikelihood)) {
            assertThat(likelihood.calibrated(0.04)).isSameAs(likelihood);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void meanIsTheDeclaredFunctionOfTheFirstParameter(Likelihood likelihood) {
        double[] p = new double[likelihood.parameterCount(1)];
        p[0] = 0.7;
        Matrix mean = matrix(1, 1, 0);
        likelihood.mean(KERNELS, matrix(1, p.length, p), mean);
        likelihood.meanOfFirstParameter().ifPresent(f -> {
            Matrix expected = matrix(1, 1, 0.7);
            KERNELS.apply(expected, f);
            assertThat(Values.of(mean)).isEqualTo(Values.of(expected));
        });
    }

    @Test
    void onlyThreeLikelihoodsDeclareNoFunctionForTheMean() {
        assertThat(all().filter(likelihood -> likelihood.meanOfFirstParameter().isEmpty()))
                .extracting(Likelihood::name)
                .containsExactly("continuous_bernoulli", "discretised_logistic", "mixture_logistic");
    }

    @Test
    void calibrationFreezesTheRootOfTheMeanSquaredError() {
        OptimalGaussianLikelihood training = new OptimalGaussianLikelihood();
        assertThat(training.calibrated(0.04)).isEqualTo(new OptimalGaussianLikelihood(0.2));
        assertThat(training.calibrated(0))
                .isEqualTo(new OptimalGaussianLikelihood(OptimalGaussianLikelihood.MIN_SIGMA));
    }

    /** The logit of ¾ is log 3. */
    @Test
    void bernoulliParameterOfAMeanIsItsLogit() {
        assertThat(new BernoulliLikelihood().parameterOfMean(0.75)).isCloseTo(Math.log(3), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesASigmaThatIsNotPositive(double sigma) {
        assertThatThrownBy(() -> new GaussianLikelihood(sigma))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found sigma = " + sigma + ", expected a finite number > 0: try 0.1 for images in [0, 1]");
    }

    @Test
    void refusesToSampleWithoutAFrozenSigma() {
        assertThatThrownBy(() ->
                        new OptimalGaussianLikelihood().sample(KERNELS, matrix(1, 2, 0, 0), 1, matrix(1, 2, 0, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without a frozen sigma");
    }

    @Test
    void likelihoodsHaveTheNamesOfConfigurations() {
        assertThat(Registry.of(Likelihood.class).names())
                .containsExactly(
                        "bernoulli",
                        "continuous_bernoulli",
                        "discretised_logistic",
                        "gaussian",
                        "gaussian_learned",
                        "gaussian_optimal",
                        "gaussian_per_pixel",
                        "laplace",
                        "log_cosh",
                        "mixture_logistic",
                        "ms_ssim",
                        "perceptual");
    }

    /** Without a floor, the density of a pixel that is constant in the data grows without bound. */
    @Test
    void logVariancesBelowTheFloorCountAsTheFloor() {
        Likelihood likelihood = new HeteroscedasticGaussianLikelihood(0.01);
        Matrix constant = matrix(1, 1, 0.5);
        double atFloor = negLogLikelihood(likelihood, constant, matrix(1, 2, 0.5, 2 * Math.log(0.01)));
        assertThat(atFloor).isCloseTo(Math.log(0.01) + Math.log(2 * Math.PI) / 2, within(1e-12));
        assertThat(negLogLikelihood(likelihood, constant, matrix(1, 2, 0.5, -40)))
                .isEqualTo(atFloor);
        assertThat(negLogLikelihood(new HeteroscedasticGaussianLikelihood(0), constant, matrix(1, 2, 0.5, -40)))
                .isCloseTo(-20 + Math.log(2 * Math.PI) / 2, within(1e-12));
    }

    /** At v = -40 the mean is exact in the first pixel and off by 0.1 in the second. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void belowTheFloorOnlyGradientsThatRaiseTheLogVariancePass(DataType type) {
        Matrix gradient = Matrix.allocate(type, 1, 4);
        new HeteroscedasticGaussianLikelihood(0.01)
                .evaluate(
                        Kernels.of(type),
                        of(type, 1, new double[] {0.5, 0.5}),
                        of(type, 1, new double[] {0.5, 0.6, -40, -40}),
                        new double[1],
                        gradient);
        // (m - x)/σ² and ½ - ½ (m - x)²/σ² at σ = 0.01.
        double[] expected = {0, 1000, 0, -49.5};
        assertThat(Values.of(gradient)).containsExactly(expected, within(type == DataType.FLOAT ? 1e-2 : 1e-9));
    }

    /** An overflow makes logits infinite; here they have the sign of the pixel. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void anInfiniteLogitOfTheRightSignCostsNothing(DataType type) {
        Matrix x = of(type, 1, new double[] {1, 0});
        Matrix logits = of(type, 1, new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY});
        Matrix gradient = Matrix.allocate(type, 1, 2);
        double[] value = new double[1];
        new BernoulliLikelihood().evaluate(Kernels.of(type), x, logits, value, gradient);
        // The kernels bound e^-|l| from below by 1e-38.
        assertThat(value).containsExactly(new double[] {0}, within(1e-37));
        assertThat(Values.of(gradient)).containsExactly(new double[] {0, 0}, within(1e-37));
        new BernoulliLikelihood().negLogLikelihood(Kernels.of(type), x, logits, value, gradient);
        assertThat(value).containsExactly(new double[] {0}, within(1e-37));
    }
}
