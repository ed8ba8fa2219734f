package org.vae4j.experiment.study.reparam;

import static org.assertj.core.api.Assertions.assertThat;
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
    void everyEstimatorIsRightOnAverage(GradientEstimator estimator) {
        GradientTrial trial = GradientTrial.of(estimator, PROBLEM, 5, 20_000, 11);
        // The largest of six normal numbers exceeds 4 once in 2600 times; the seed is fixed.
        assertThat(trial.biasInStandardErrors()).isLessThan(4);
    }

    @Test
    void theTrickHasTheLeastVarianceAndTheBaselineHelpsTheScoreFunction() {
        double pathwise = GradientTrial.of(GradientEstimator.PATHWISE, PROBLEM, 5, 2000, 11)
                .variance();
        double score =
                GradientTrial.of(GradientEstimator.SCORE, PROBLEM, 5, 2000, 11).variance();
        double baseline = GradientTrial.of(GradientEstimator.SCORE_WITH_BASELINE, PROBLEM, 5, 2000, 11)
                .variance();
        assertThat(pathwise).isLessThan(baseline / 3);
        assertThat(baseline).isLessThan(score);
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
    void theExactGradientIsTheBoundsSlope() {
        double[] parameters = {0.3, -0.2, 0.5, -0.4, 0.2, -1};
        double h = 1e-5;
        double[] gradient = PROBLEM.gradient(parameters);
        for (int i = 0; i < parameters.length; i++) {
            double[] up = parameters.clone();
            double[] down = parameters.clone();
            up[i] += h;
            down[i] -= h;
            double slope = (PROBLEM.elbo(up) - PROBLEM.elbo(down)) / (2 * h);
            assertThat(gradient[i]).isCloseTo(slope, within(1e-7));
        }
    }

    @Test
    void reparameterisedAscentReachesTheBestBoundButNeverTheEvidence() {
        double[] rates = new double[2000];
        Arrays.setAll(rates, step -> 0.05 / (1 + step / 50.0));
        List<Double> trace = GradientTrial.ascend(GradientEstimator.PATHWISE, PROBLEM, 10, rates, 3);
        assertThat(trace).hasSize(2001);
        assertThat(trace.get(2000)).isBetween(PROBLEM.bestElbo() - 0.02, PROBLEM.bestElbo());
        assertThat(PROBLEM.bestElbo()).isLessThan(PROBLEM.logEvidence());
    }

    @Test
    void ascentThatDivergesStops() {
        double[] rates = new double[100];
        Arrays.fill(rates, 10);
        assertThat(GradientTrial.ascend(GradientEstimator.SCORE, PROBLEM, 2, rates, 3))
                .hasSizeLessThan(101);
    }
}
