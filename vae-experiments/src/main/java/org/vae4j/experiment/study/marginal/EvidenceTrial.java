package org.vae4j.experiment.study.marginal;

import java.util.Arrays;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.math.Streams;

/**
 * The errors of an estimator of log p(x) over independent repetitions with the same number of samples.
 *
 * @param estimator the estimator
 * @param latent dimensions of z
 * @param samples the number of draws of z per estimate
 * @param meanErrorNats the mean of estimate minus log p(x), that is, the bias
 * @param standardDeviationNats the standard deviation of the estimates
 * @param rootMeanSquareErrorNats the root of the mean of (estimate minus log p(x))²
 * @param effectiveSamples the mean of the effective sample size
 */
public record EvidenceTrial(
        EvidenceEstimator estimator,
        int latent,
        int samples,
        double meanErrorNats,
        double standardDeviationNats,
        double rootMeanSquareErrorNats,
        double effectiveSamples) {

    /**
     * Repeats an estimate and measures its errors.
     *
     * @param estimator the estimator
     * @param problem the problem whose evidence is estimated
     * @param samples the number of draws of z per estimate
     * @param repetitions the number of independent estimates, at least 1
     * @param seed the seed of the draws
     * @return the errors of the estimates
     */
    public static EvidenceTrial of(
            EvidenceEstimator estimator, EvidenceProblem problem, int samples, int repetitions, long seed) {
        LinearGaussianModel model = problem.model();
        double[] x = problem.x();
        double truth = model.logEvidence(x);
        double[] errors = new double[repetitions];
        double effective = 0;
        for (int r = 0; r < repetitions; r++) {
            double[] weights = estimator.logWeights(model, x, samples, Streams.at(seed, r));
            errors[r] = EvidenceEstimator.estimate(weights, samples) - truth;
            effective += EvidenceEstimator.effectiveSamples(weights) / repetitions;
        }
        double mean = Arrays.stream(errors).average().orElseThrow();
        double square = Arrays.stream(errors).map(e -> e * e).average().orElseThrow();
        double variance =
                Arrays.stream(errors).map(e -> (e - mean) * (e - mean)).sum() / Math.max(1, repetitions - 1);
        return new EvidenceTrial(
                estimator, model.latent(), samples, mean, Math.sqrt(variance), Math.sqrt(square), effective);
    }
}
