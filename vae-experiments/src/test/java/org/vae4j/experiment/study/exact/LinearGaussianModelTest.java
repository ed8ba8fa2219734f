package org.vae4j.experiment.study.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.vae4j.dist.Gaussian;
import org.vae4j.math.GaussianNoise;

class LinearGaussianModelTest {

    private static final double[][] WEIGHTS = {{1, 0.5}, {-0.3, 2}, {0.7, 0.1}};
    private static final double[] OFFSET = {0.1, -0.2, 0.3};
    private static final double[] X = {1.2, -0.7, 0.4};
    private final LinearGaussianModel model = new LinearGaussianModel(WEIGHTS, OFFSET, 0.5);

    @Test
    void theEvidenceIsTheMarginalGaussian() {
        RealMatrix w = new Array2DRowRealMatrix(WEIGHTS);
        RealMatrix covariance = w.multiply(w.transpose())
                .add(MatrixUtils.createRealIdentityMatrix(3).scalarMultiply(0.5));
        double expected = Math.log(new MultivariateNormalDistribution(OFFSET, covariance.getData()).density(X));
        assertThat(model.logEvidence(X)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void theEvidenceIsTheIntegralOverTheLatents() {
        double integral = integrate(z1 -> integrate(z2 -> {
            double[] z = {z1, z2};
            return Math.exp(model.logPrior(z) + model.logLikelihood(X, z));
        }));
        assertThat(Math.log(integral)).isCloseTo(model.logEvidence(X), within(1e-9));
    }

    @Test
    void bayesHoldsAtEveryPoint() {
        double[] mean = model.posteriorMean(X);
        for (double[] z : new double[][] {{0, 0}, {1, -2}, {-0.5, 0.3}}) {
            assertThat(model.logPrior(z) + model.logLikelihood(X, z) - model.logEvidence(X))
                    .isCloseTo(model.logPosterior(z, mean), within(1e-12));
        }
    }

    @Test
    void posteriorSamplesHaveThePosteriorsMomentsAndTheirInverseIsThePrecision() {
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
    void theBoundAndItsGradientAgreeWithFiniteDifferences() {
        double[] mean = {0.3, -0.4};
        double[] logVar = {-0.5, -1.2};
        double h = 1e-5;
        for (int j = 0; j < 2; j++) {
            double[] up = mean.clone();
            double[] down = mean.clone();
            up[j] += h;
            down[j] -= h;
            double slope = (model.elbo(X, up, logVar) - model.elbo(X, down, logVar)) / (2 * h);
            assertThat(model.elboGradientOfMean(X, mean)[j]).isCloseTo(slope, within(1e-8));
            up = logVar.clone();
            down = logVar.clone();
            up[j] += h;
            down[j] -= h;
            slope = (model.elbo(X, mean, up) - model.elbo(X, mean, down)) / (2 * h);
            assertThat(model.elboGradientOfLogVar(logVar)[j]).isCloseTo(slope, within(1e-8));
            up = mean.clone();
            down = mean.clone();
            up[j] += h;
            down[j] -= h;
            slope = (model.logLikelihood(X, up) - model.logLikelihood(X, down)) / (2 * h);
            assertThat(model.logLikelihoodGradient(X, mean)[j]).isCloseTo(slope, within(1e-8));
        }
    }

    @Test
    void theExpectedLogLikelihoodIsTheIntegralUnderTheApproximation() {
        double[] mean = {0.3, -0.4};
        double[] logVar = {-0.5, -1.2};
        double integral = integrate(z1 -> Math.exp(Gaussian.logDensity(z1, mean[0], logVar[0]))
                * integrate(z2 -> Math.exp(Gaussian.logDensity(z2, mean[1], logVar[1]))
                        * model.logLikelihood(X, new double[] {z1, z2})));
        assertThat(model.expectedLogLikelihood(X, mean, logVar)).isCloseTo(integral, within(1e-8));
    }

    @Test
    void theMeanFieldOptimumIsThePosteriorMeanWithTheConditionalVariances() {
        double[] mean = model.posteriorMean(X);
        double[] best = model.meanFieldLogVar();
        assertThat(model.elboGradientOfMean(X, mean)).containsExactly(new double[] {0, 0}, within(1e-12));
        assertThat(model.elboGradientOfLogVar(best)).containsExactly(new double[] {0, 0}, within(1e-12));
        assertThat(model.klToPosterior(X, mean, best)).isPositive();
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearGaussianModel(WEIGHTS, OFFSET, 0))
                .withMessageContaining("noiseVariance: found 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearGaussianModel(WEIGHTS, new double[2], 1))
                .withMessageContaining("3 rows of weights and 2 offsets");
    }

    /** The trapezoid rule, right to rounding for a smooth function that has vanished at both ends. */
    private static double integrate(DoubleUnaryOperator f) {
        double step = 0.05;
        double sum = 0;
        for (int i = -180; i <= 180; i++) {
            sum += step * f.applyAsDouble(i * step);
        }
        return sum;
    }
}
