package org.vae4j.info;

import static org.vae4j.info.Probabilities.requireDistribution;
import static org.vae4j.info.Probabilities.requireProbability;

import org.vae4j.math.LogSumExp;

/**
 * Bayes' rule, {@code p(h|e) = p(e|h) p(h) / p(e)} with {@code p(e) = sum_h p(e|h) p(h)}: posterior = likelihood times
 * prior over marginal likelihood.
 */
public final class Bayes {

    private Bayes() {}

    /**
     * Conditional probability by its definition, {@code P(A|B) = P(A and B) / P(B)}.
     *
     * @param jointProbability P(A and B), at most P(B)
     * @param probabilityOfCondition P(B), above 0
     * @return P(A|B)
     * @throws IllegalArgumentException if one is no probability, P(B) = 0 or P(A and B) exceeds P(B)
     */
    public static double conditional(double jointProbability, double probabilityOfCondition) {
        requireProbability("jointProbability", jointProbability);
        requirePossible(requireProbability("probabilityOfCondition", probabilityOfCondition));
        if (jointProbability > probabilityOfCondition) {
            throw new IllegalArgumentException("found P(A and B) = %s above P(B) = %s, expected at most that"
                    .formatted(jointProbability, probabilityOfCondition));
        }
        return jointProbability / probabilityOfCondition;
    }

    /**
     * The probability of the evidence, {@code p(e) = sum_h p(e|h) p(h)}.
     *
     * @param prior p(h)
     * @param likelihood p(e|h) for each h, each in [0, 1]; need not sum to 1
     * @return the marginal likelihood, in [0, 1]
     * @throws IllegalArgumentException if the prior is no distribution or a likelihood no probability
     */
    public static double marginalLikelihood(double[] prior, double[] likelihood) {
        requireDistribution("prior", prior);
        requireSameHypotheses(prior, likelihood);
        double sum = 0;
        for (int h = 0; h < prior.length; h++) {
            sum += requireProbability("likelihood", likelihood[h]) * prior[h];
        }
        // Certain evidence can sum to an ulp above 1.
        return Math.min(1, sum);
    }

    /**
     * The distribution of the hypothesis given the evidence.
     *
     * @param prior p(h)
     * @param likelihood p(e|h) for each h, each in [0, 1]
     * @return p(h|e)
     * @throws IllegalArgumentException as {@link #marginalLikelihood(double[], double[])}, or if the evidence is
     *     impossible
     */
    public static double[] posterior(double[] prior, double[] likelihood) {
        double evidence = requirePossible(marginalLikelihood(prior, likelihood));
        double[] posterior = new double[prior.length];
        for (int h = 0; h < prior.length; h++) {
            posterior[h] = likelihood[h] * prior[h] / evidence;
        }
        return posterior;
    }

    /**
     * The posterior in logarithms, for densities and for likelihoods that underflow a double.
     *
     * @param logPrior log p(h), the log of a distribution or of a density on a grid
     * @param logLikelihood log p(e|h) for each h, in nats
     * @return log p(h|e), whose exponentials sum to 1
     * @throws IllegalArgumentException if the lengths differ or the evidence is impossible or NaN
     */
    public static double[] logPosterior(double[] logPrior, double[] logLikelihood) {
        requireSameHypotheses(logPrior, logLikelihood);
        double[] logPosterior = new double[logPrior.length];
        for (int h = 0; h < logPrior.length; h++) {
            logPosterior[h] = logPrior[h] + logLikelihood[h];
        }
        double logEvidence = LogSumExp.of(logPosterior);
        if (!Double.isFinite(logEvidence)) {
            throw new IllegalArgumentException(
                    "found log evidence %s, expected a finite number".formatted(logEvidence));
        }
        for (int h = 0; h < logPrior.length; h++) {
            logPosterior[h] -= logEvidence;
        }
        return logPosterior;
    }

    private static double requirePossible(double probability) {
        if (!(probability > 0)) {
            throw new IllegalArgumentException(
                    "found a condition of probability 0, expected one that can happen: nothing follows from the impossible");
        }
        return probability;
    }

    private static void requireSameHypotheses(double[] prior, double[] likelihood) {
        if (prior.length != likelihood.length) {
            throw new IllegalArgumentException("found %d priors and %d likelihoods, expected one of each per hypothesis"
                    .formatted(prior.length, likelihood.length));
        }
    }
}
