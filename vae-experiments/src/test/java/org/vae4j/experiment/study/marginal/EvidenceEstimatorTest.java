package org.vae4j.experiment.study.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vae4j.experiment.study.exact.LinearGaussianModel;

class EvidenceEstimatorTest {

    private static final LinearGaussianModel MODEL = LinearGaussianModel.random(6, 2, 0.3, 4);
    private static final double[] X = MODEL.sample(9);

    @ParameterizedTest
    @EnumSource
    void theAverageWeightIsTheEvidence(EvidenceEstimator estimator) {
        double[] weights = estimator.logWeights(MODEL, X, 200_000, 3);
        double relativeVariance = 1 / EvidenceEstimator.effectiveSamples(weights) - 1.0 / weights.length;
        assertThat(EvidenceEstimator.estimate(weights, weights.length))
                .isCloseTo(MODEL.logEvidence(X), within(5 * Math.sqrt(Math.max(0, relativeVariance)) + 1e-12));
    }

    @Test
    void everyWeightUnderThePosteriorIsTheEvidence() {
        double[] weights = EvidenceEstimator.POSTERIOR.logWeights(MODEL, X, 100, 1);
        for (double w : weights) {
            assertThat(w).isCloseTo(MODEL.logEvidence(X), within(1e-12));
        }
        assertThat(EvidenceEstimator.effectiveSamples(weights)).isCloseTo(100, within(1e-9));
    }

    @Test
    void importanceSamplingBeatsThePriorAndBothFallBelowTheTruthOnAverage() {
        EvidenceProblem problem = new EvidenceProblem(LinearGaussianModel.random(20, 6, 0.1, 2), X20);
        EvidenceTrial prior = EvidenceTrial.of(EvidenceEstimator.PRIOR, problem, 100, 100, 5);
        EvidenceTrial importance = EvidenceTrial.of(EvidenceEstimator.MEAN_FIELD, problem, 100, 100, 5);
        assertThat(importance.rootMeanSquareErrorNats()).isLessThan(prior.rootMeanSquareErrorNats() / 10);
        assertThat(importance.effectiveSamples()).isGreaterThan(10 * prior.effectiveSamples());
        assertThat(prior.meanErrorNats()).isLessThan(-1);
        assertThat(importance.meanErrorNats()).isNegative();
    }

    @Test
    void theMeanSquareErrorIsVariancePlusSquaredBias() {
        EvidenceTrial trial = EvidenceTrial.of(EvidenceEstimator.PRIOR, new EvidenceProblem(MODEL, X), 10, 200, 1);
        double expected = Math.pow(trial.meanErrorNats(), 2) + Math.pow(trial.standardDeviationNats(), 2) * 199 / 200;
        assertThat(Math.pow(trial.rootMeanSquareErrorNats(), 2)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void oneDominatingWeightLeavesOneEffectiveSample() {
        assertThat(EvidenceEstimator.effectiveSamples(new double[] {0, -100, -100}))
                .isCloseTo(1, within(1e-12));
    }

    private static final double[] X20 =
            LinearGaussianModel.random(20, 6, 0.1, 2).sample(1);
}
