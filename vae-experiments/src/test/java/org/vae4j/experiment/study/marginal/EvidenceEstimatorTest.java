package org.vae4j.experiment.study.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.study.exact.LinearGaussianModel;

class EvidenceEstimatorTest {

    private static final LinearGaussianModel MODEL = LinearGaussianModel.random(6, 2, 0.3, 4);
    private static final double[] X = MODEL.sample(9);
    /** A model of so many dimensions that draws from the prior rarely come near the posterior. */
    private static final LinearGaussianModel LARGE_MODEL = LinearGaussianModel.random(20, 6, 0.1, 2);

    @ParameterizedTest
    @EnumSource
    void logOfTheAverageWeightIsTheLogEvidence(EvidenceEstimator estimator) {
        double[] weights = estimator.logWeights(MODEL, X, 200_000, 3);
        double relativeVariance = 1 / EvidenceEstimator.effectiveSamples(weights) - 1.0 / weights.length;
        assertThat(EvidenceEstimator.estimate(weights, weights.length))
                .isCloseTo(MODEL.logEvidence(X), within(5 * Math.sqrt(Math.max(0, relativeVariance)) + 1e-12));
    }

    @Test
    void everyWeightOfDrawsFromThePosteriorIsTheEvidence() {
        double[] weights = EvidenceEstimator.POSTERIOR.logWeights(MODEL, X, 100, 1);
        for (double w : weights) {
            assertThat(w).isCloseTo(MODEL.logEvidence(X), within(1e-12));
        }
        assertThat(EvidenceEstimator.effectiveSamples(weights)).isCloseTo(100, within(1e-9));
    }

    @Test
    void importanceSamplingHasATenthOfTheErrorOfNaiveMonteCarlo() {
        EvidenceTrial naive = trialOnLargeModel(EvidenceEstimator.PRIOR);
        EvidenceTrial importance = trialOnLargeModel(EvidenceEstimator.MEAN_FIELD);
        assertThat(importance.rootMeanSquareErrorNats()).isLessThan(naive.rootMeanSquareErrorNats() / 10);
        assertThat(importance.effectiveSamples()).isGreaterThan(10 * naive.effectiveSamples());
    }

    @Test
    void estimatesAreTooLowOnAverage() {
        assertThat(trialOnLargeModel(EvidenceEstimator.PRIOR).meanErrorNats()).isLessThan(-1);
        assertThat(trialOnLargeModel(EvidenceEstimator.MEAN_FIELD).meanErrorNats())
                .isNegative();
    }

    private static EvidenceTrial trialOnLargeModel(EvidenceEstimator estimator) {
        EvidenceProblem problem = new EvidenceProblem(LARGE_MODEL, LARGE_MODEL.sample(1));
        int samples = 100;
        int repetitions = 100;
        return EvidenceTrial.of(estimator, problem, samples, repetitions, 5);
    }

    @Test
    void meanSquareErrorIsSquaredBiasPlusVariance() {
        int n = 200;
        EvidenceTrial trial = EvidenceTrial.of(EvidenceEstimator.PRIOR, new EvidenceProblem(MODEL, X), 10, n, 1);
        double variance = Math.pow(trial.standardDeviationNats(), 2) * (n - 1) / n;
        double expected = Math.pow(trial.meanErrorNats(), 2) + variance;
        assertThat(Math.pow(trial.rootMeanSquareErrorNats(), 2)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void effectiveSampleSizeIsOneIfOneWeightDominates() {
        assertThat(EvidenceEstimator.effectiveSamples(new double[] {0, -100, -100}))
                .isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void refusesToEstimateFromNoneOrMoreThanAllWeights(int samples) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EvidenceEstimator.estimate(new double[] {-1, -2}, samples))
                .withMessage("samples: found " + samples + ", expected a number from 1 to 2");
    }
}
