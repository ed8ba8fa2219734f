package org.vae4j.experiment.study.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vae4j.experiment.study.exact.LinearGaussianModel;

class GradientEstimatorTest {

    private static final LinearGaussianModel MODEL = LinearGaussianModel.random(6, 3, 0.5, 2);
    private static final BoundProblem PROBLEM = new BoundProblem(MODEL, MODEL.sample(8));

    @ParameterizedTest
    @EnumSource
    void estimateIsTheExactGradientOnAverage(GradientEstimator estimator) {
        GradientTrial trial = GradientTrial.of(estimator, PROBLEM, 5, 20_000, 11);
        // The largest of six normal numbers exceeds 4 once in 2600 times; the seed is fixed.
        assertThat(trial.biasInStandardErrors()).isLessThan(4);
    }

    @Test
    void reparameterisationHasTheLeastVarianceAndABaselineLowersThatOfTheScoreFunction() {
        double pathwise = variance(GradientEstimator.PATHWISE);
        double score = variance(GradientEstimator.SCORE);
        double baseline = variance(GradientEstimator.SCORE_WITH_BASELINE);
        assertThat(pathwise).isLessThan(baseline / 3);
        assertThat(baseline).isLessThan(score);
    }

    private static double variance(GradientEstimator estimator) {
        int draws = 5;
        int repetitions = 2000;
        return GradientTrial.of(estimator, PROBLEM, draws, repetitions, 11).variance();
    }

    @ParameterizedTest
    @EnumSource
    void refusesToEstimateFromNoDraws(GradientEstimator estimator) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> estimator.estimate(PROBLEM, new double[2 * PROBLEM.latent()], new double[0][]))
                .withMessageContaining("found 0 draws");
    }

    @ParameterizedTest
    @EnumSource
    void refusesNoiseOfAnotherLength(GradientEstimator estimator) {
        double[][] noise = new double[3][PROBLEM.latent() + 1];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> estimator.estimate(PROBLEM, new double[2 * PROBLEM.latent()], noise))
                .withMessageContaining("noise in rows of [" + (PROBLEM.latent() + 1) + "]");
    }

    @Test
    void refusesABaselineOfOneDraw() {
        double[][] noise = new double[1][PROBLEM.latent()];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GradientEstimator.SCORE_WITH_BASELINE.estimate(
                        PROBLEM, new double[2 * PROBLEM.latent()], noise))
                .withMessageContaining("found 1 draws, expected at least 2");
    }

    @Test
    void varianceFallsWithTheNumberOfDraws() {
        double few = GradientTrial.of(GradientEstimator.PATHWISE, PROBLEM, 2, 5000, 1)
                .variance();
        double many = GradientTrial.of(GradientEstimator.PATHWISE, PROBLEM, 20, 5000, 1)
                .variance();
        // Each variance is known to about 2 sqrt(2 / 5000) = 4 %.
        assertThat(few / many).isCloseTo(10, within(1.5));
    }

    @Test
    void exactGradientMatchesFiniteDifferences() {
        double[] parameters = {0.3, -0.2, 0.5, -0.4, 0.2, -1};
        double h = 1e-5;
        double[] gradient = PROBLEM.gradient(parameters);
        for (int i = 0; i < parameters.length; i++) {
            double[] up = parameters.clone();
            double[] down = parameters.clone();
            up[i] += h;
            down[i] -= h;
            double slope = (PROBLEM.elbo(up) - PROBLEM.elbo(down)) / (2 * h);
            assertThat(gradient[i]).as("parameter %d", i).isCloseTo(slope, within(1e-7));
        }
    }

    @Test
    void reparameterisedAscentReachesTheBestBoundButNeverTheEvidence() {
        int steps = 2000;
        double[] rates = new double[steps];
        Arrays.setAll(rates, step -> 0.05 / (1 + step / 50.0));
        List<Double> trace = GradientTrial.ascend(GradientEstimator.PATHWISE, PROBLEM, 10, rates, 3);
        assertThat(trace).hasSize(steps + 1);
        assertThat(trace.get(steps)).isBetween(PROBLEM.bestElbo() - 0.02, PROBLEM.bestElbo());
        assertThat(PROBLEM.bestElbo()).isLessThan(PROBLEM.logEvidence());
    }

    @Test
    void ascendStopsWhenTheBoundDiverges() {
        double[] rates = new double[100];
        Arrays.fill(rates, 10);
        assertThat(GradientTrial.ascend(GradientEstimator.SCORE, PROBLEM, 2, rates, 3))
                .hasSizeLessThan(101);
    }
}
