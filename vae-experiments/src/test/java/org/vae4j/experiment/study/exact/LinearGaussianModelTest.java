package org.vae4j.experiment.study.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.dist.Gaussian;
import org.vae4j.math.GaussianNoise;

class LinearGaussianModelTest {

    private static final double[][] WEIGHTS = {{1, 0.5}, {-0.3, 2}, {0.7, 0.1}};
    private static final double[] OFFSET = {0.1, -0.2, 0.3};
    private static final double[] X = {1.2, -0.7, 0.4};
    private static final double NOISE_VARIANCE = 0.5;
    /** An approximation away from every optimum. */
    private static final double[] MEAN = {0.3, -0.4};

    private static final double[] LOG_VAR = {-0.5, -1.2};
    private final LinearGaussianModel model = new LinearGaussianModel(WEIGHTS, OFFSET, NOISE_VARIANCE);

    @Test
    void evidenceIsTheMarginalGaussian() {
        RealMatrix w = new Array2DRowRealMatrix(WEIGHTS);
        RealMatrix covariance = w.multiply(w.transpose())
                .add(MatrixUtils.createRealIdentityMatrix(3).scalarMultiply(NOISE_VARIANCE));
        double expected = Math.log(new MultivariateNormalDistribution(OFFSET, covariance.getData()).density(X));
        assertThat(model.logEvidence(X)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void evidenceIsTheIntegralOverTheLatents() {
        double integral = integrate(z1 -> integrate(z2 -> {
            double[] z = {z1, z2};
            return Math.exp(model.logPrior(z) + model.logLikelihood(X, z));
        }));
        assertThat(Math.log(integral)).isCloseTo(model.logEvidence(X), within(1e-9));
    }

    @Test
    void priorTimesLikelihoodOverEvidenceIsThePosterior() {
        double[] mean = model.posteriorMean(X);
        for (double[] z : new double[][] {{0, 0}, {1, -2}, {-0.5, 0.3}}) {
            assertThat(model.logPrior(z) + model.logLikelihood(X, z) - model.logEvidence(X))
                    .as("z = %s", Arrays.toString(z))
                    .isCloseTo(model.logPosterior(z, mean), within(1e-12));
        }
    }

    @Test
    void posteriorSamplesHaveTheMeanAndTheInversePrecisionAsCovariance() {
        int n = 100_000;
        double[] mean = model.posteriorMean(X);
        double[] noise = GaussianNoise.draw(5, 2 * n);
        double[] sum = new double[2];
        double[][] products = new double[2][2];
        for (int s = 0; s < n; s++) {
            double[] z = model.posteriorSample(mean, new double[] {noise[2 * s], noise[2 * s + 1]});
            for (int i = 0; i < 2; i++) {
                sum[i] += z[i] / n;
                for (int j = 0; j < 2; j++) {
                    products[i][j] += (z[i] - mean[i]) * (z[j] - mean[j]) / n;
                }
            }
        }
        RealMatrix covariance = new LUDecomposition(new Array2DRowRealMatrix(model.posteriorPrecision()))
                .getSolver()
                .getInverse();
        // Six standard errors: entries are below 0.4, so a mean has error 0.002 and a product 0.0018.
        assertThat(sum).containsExactly(mean, within(0.012));
        for (int i = 0; i < 2; i++) {
            assertThat(products[i]).containsExactly(covariance.getRow(i), within(0.011));
        }
    }

    @Test
    void gradientOfTheBoundByTheMeanMatchesFiniteDifferences() {
        assertThat(model.elboGradientOfMean(X, MEAN))
                .containsExactly(slopes(m -> model.elbo(X, m, LOG_VAR), MEAN), within(1e-8));
    }

    @Test
    void gradientOfTheBoundByTheLogVarianceMatchesFiniteDifferences() {
        assertThat(model.elboGradientOfLogVar(LOG_VAR))
                .containsExactly(slopes(logVar -> model.elbo(X, MEAN, logVar), LOG_VAR), within(1e-8));
    }

    @Test
    void gradientOfTheLogLikelihoodMatchesFiniteDifferences() {
        assertThat(model.logLikelihoodGradient(X, MEAN))
                .containsExactly(slopes(z -> model.logLikelihood(X, z), MEAN), within(1e-8));
    }

    @Test
    void expectedLogLikelihoodIsTheIntegralUnderTheApproximation() {
        double integral = integrate(z1 -> Math.exp(Gaussian.logDensity(z1, MEAN[0], LOG_VAR[0]))
                * integrate(z2 -> Math.exp(Gaussian.logDensity(z2, MEAN[1], LOG_VAR[1]))
                        * model.logLikelihood(X, new double[] {z1, z2})));
        assertThat(model.expectedLogLikelihood(X, MEAN, LOG_VAR)).isCloseTo(integral, within(1e-8));
    }

    @Test
    void boundIsLargestAtThePosteriorMeanAndTheConditionalVariances() {
        double[] mean = model.posteriorMean(X);
        double[] best = model.meanFieldLogVar();
        assertThat(model.elboGradientOfMean(X, mean)).containsExactly(new double[] {0, 0}, within(1e-12));
        assertThat(model.elboGradientOfLogVar(best)).containsExactly(new double[] {0, 0}, within(1e-12));
        assertThat(model.klToPosterior(X, mean, best)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesANoiseVarianceThatIsNotPositiveAndFinite(double noiseVariance) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearGaussianModel(WEIGHTS, OFFSET, noiseVariance))
                .withMessageContaining("noiseVariance: found " + noiseVariance);
    }

    @Test
    void refusesFewerOffsetsThanRowsOfWeights() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearGaussianModel(WEIGHTS, new double[2], 1))
                .withMessageContaining("3 rows of weights and 2 offsets");
    }

    @Test
    void refusesAnObservationOfFewerDimensions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.logLikelihood(new double[2], MEAN))
                .withMessage("x: found 2 values, expected 3");
    }

    @Test
    void refusesAnApproximationOfMoreDimensions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.elbo(X, MEAN, new double[3]))
                .withMessage("logVar: found 3 values, expected 2");
    }

    /** Central differences of a function in each coordinate of a point. */
    private static double[] slopes(ToDoubleFunction<double[]> function, double[] point) {
        double h = 1e-5;
        double[] slopes = new double[point.length];
        for (int j = 0; j < point.length; j++) {
            double[] up = point.clone();
            double[] down = point.clone();
            up[j] += h;
            down[j] -= h;
            slopes[j] = (function.applyAsDouble(up) - function.applyAsDouble(down)) / (2 * h);
        }
        return slopes;
    }

    /** The trapezoid rule on [-9, 9], exact but for rounding if the function is smooth and vanishes at both ends. */
    private static double integrate(DoubleUnaryOperator f) {
        double step = 0.05;
        double sum = 0;
        for (int i = -180; i <= 180; i++) {
            sum += step * f.applyAsDouble(i * step);
        }
        return sum;
    }
}
