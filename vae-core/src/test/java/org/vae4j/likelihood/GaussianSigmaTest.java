package org.vae4j.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.dist.Gaussian;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.GaussianNoise;

/** What σ does to a Gaussian likelihood: fixed, one per example, one per feature, the best of the batch. */
class GaussianSigmaTest {

    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);
    private static final int ROWS = 4;
    private static final int FEATURES = 3;
    private static final double[] X = GaussianNoise.draw(1, ROWS * FEATURES);
    private static final double[] MEAN = GaussianNoise.draw(2, ROWS * FEATURES);

    static Stream<Likelihood> all() {
        return Stream.of(
                new GaussianLikelihood(0.4),
                new ScalarGaussianLikelihood(),
                new HeteroscedasticGaussianLikelihood(),
                new OptimalGaussianLikelihood());
    }

    @Test
    void theSquaredErrorIsTheNegativeLogLikelihoodForAVarianceOfOneHalfUpToAConstant() {
        double[] nll = evaluate(new GaussianLikelihood(Math.sqrt(0.5)), MEAN);
        for (int r = 0; r < ROWS; r++) {
            double squaredError = 0;
            for (int j = 0; j < FEATURES; j++) {
                squaredError += Math.pow(X[j * ROWS + r] - MEAN[j * ROWS + r], 2);
            }
            assertThat(nll[r]).isCloseTo(squaredError + 0.5 * FEATURES * Math.log(Math.PI), within(1e-13));
        }
    }

    @Test
    void theGradientOfTheSquaredErrorIsThatOfAVarianceOfOneHalf() {
        Matrix gradient = Matrix.allocate(DataType.DOUBLE, ROWS, FEATURES);
        new GaussianLikelihood(Math.sqrt(0.5)).evaluate(KERNELS, matrix(X), matrix(MEAN), new double[ROWS], gradient);
        double[] g = new double[X.length];
        KERNELS.read(gradient, g);
        for (int i = 0; i < g.length; i++) {
            assertThat(g[i]).isCloseTo(2 * (MEAN[i] - X[i]), within(1e-13));
        }
    }

    @Test
    void oneSigmaAnExampleIsTheProductOfItsFeatureDensities() {
        double[] logVar = {-1, 0.5, 0, -2};
        double[] nll = evaluate(new ScalarGaussianLikelihood(), join(MEAN, logVar));
        for (int r = 0; r < ROWS; r++) {
            double expected = 0;
            for (int j = 0; j < FEATURES; j++) {
                expected -= Gaussian.logDensity(X[j * ROWS + r], MEAN[j * ROWS + r], logVar[r]);
            }
            assertThat(nll[r]).isCloseTo(expected, within(1e-13));
        }
    }

    @Test
    void noFixedSigmaMakesTheBatchMoreLikelyThanTheOptimalOne() {
        double best =
                Arrays.stream(evaluate(new OptimalGaussianLikelihood(), MEAN)).sum();
        double sigma = OptimalGaussianLikelihood.optimalSigma(KERNELS, matrix(X), matrix(MEAN));
        for (double factor : new double[] {0.5, 0.9, 0.99, 1.01, 1.1, 2}) {
            assertThat(Arrays.stream(evaluate(new GaussianLikelihood(sigma * factor), MEAN))
                            .sum())
                    .isGreaterThan(best);
        }
        // n/2 (1 + log 2 pi sigma^2), because the squared errors over sigma^2 sum to n.
        assertThat(best).isCloseTo(0.5 * X.length * (1 + Math.log(2 * Math.PI * sigma * sigma)), within(1e-12));
    }

    @Test
    void aPerfectReconstructionIsNotInfinitelyLikely() {
        assertThat(evaluate(new OptimalGaussianLikelihood(), X)).doesNotContain(Double.NEGATIVE_INFINITY, Double.NaN);
    }

    @ParameterizedTest
    @MethodSource("all")
    void gradientsAreThoseOfTheBatchSum(Likelihood likelihood) {
        double[] parameters = Arrays.copyOf(MEAN, ROWS * likelihood.parameterCount(FEATURES));
        for (int i = MEAN.length; i < parameters.length; i++) {
            parameters[i] = -0.3 + 0.1 * (i % 5);
        }
        Matrix gradient = Matrix.allocate(DataType.DOUBLE, ROWS, parameters.length / ROWS);
        likelihood.evaluate(KERNELS, matrix(X), matrix(parameters), new double[ROWS], gradient);
        double[] g = new double[parameters.length];
        KERNELS.read(gradient, g);
        double h = 1e-5;
        for (int i = 0; i < g.length; i++) {
            double[] up = parameters.clone();
            double[] down = parameters.clone();
            up[i] += h;
            down[i] -= h;
            double slope = (Arrays.stream(evaluate(likelihood, up)).sum()
                            - Arrays.stream(evaluate(likelihood, down)).sum())
                    / (2 * h);
            assertThat(g[i]).isCloseTo(slope, within(1e-7));
        }
    }

    @Test
    void severalLatentsAnExampleAreSeveralRows() {
        double[] twice = new double[2 * MEAN.length];
        for (int j = 0; j < FEATURES; j++) {
            System.arraycopy(MEAN, j * ROWS, twice, 2 * j * ROWS, ROWS);
            System.arraycopy(MEAN, j * ROWS, twice, (2 * j + 1) * ROWS, ROWS);
        }
        double[] nll = new double[2 * ROWS];
        Matrix parameters = matrix(twice, 2 * ROWS);
        new OptimalGaussianLikelihood()
                .evaluate(KERNELS, matrix(X), parameters, nll, Matrix.allocate(DataType.DOUBLE, 2 * ROWS, FEATURES));
        double[] once = evaluate(new OptimalGaussianLikelihood(), MEAN);
        assertThat(Arrays.copyOf(nll, ROWS)).containsExactly(once, within(1e-12));
        assertThat(Arrays.copyOfRange(nll, ROWS, 2 * ROWS)).containsExactly(once, within(1e-12));
    }

    @Test
    void samplesOfAnExampleScatterByItsSigma() {
        int rows = 2;
        int features = 20_000;
        double[] parameters = new double[rows * (features + 1)];
        parameters[rows * features] = Math.log(0.04);
        parameters[rows * features + 1] = Math.log(9);
        Matrix x = Matrix.allocate(DataType.DOUBLE, rows, features);
        new ScalarGaussianLikelihood().sample(KERNELS, matrix(parameters, rows), 5, x);
        double[] values = new double[rows * features];
        KERNELS.read(x, values);
        double[] squares = new double[rows];
        for (int i = 0; i < values.length; i++) {
            squares[i % rows] += values[i] * values[i] / features;
        }
        // The relative standard error of a variance of 20,000 draws is 1 %.
        assertThat(squares[0]).isCloseTo(0.04, within(0.002));
        assertThat(squares[1]).isCloseTo(9, within(0.45));
    }

    private static double[] evaluate(Likelihood likelihood, double[] parameters) {
        double[] nll = new double[ROWS];
        likelihood.evaluate(
                KERNELS,
                matrix(X),
                matrix(parameters),
                nll,
                Matrix.allocate(DataType.DOUBLE, ROWS, parameters.length / ROWS));
        return nll;
    }

    private static double[] join(double[] a, double[] b) {
        double[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    private static Matrix matrix(double[] columnMajor) {
        return matrix(columnMajor, ROWS);
    }

    private static Matrix matrix(double[] columnMajor, int rows) {
        INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {rows, columnMajor.length / rows}, 'f');
        Matrix matrix = Matrix.of(array);
        KERNELS.write(columnMajor, matrix);
        return matrix;
    }
}
