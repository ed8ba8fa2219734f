package org.vae4j.info;

import static org.vae4j.info.Probabilities.requireDistribution;
import static org.vae4j.info.Probabilities.requireSameOutcomes;

/**
 * Divergences between discrete distributions, in nats.
 *
 * <p>The Kullback-Leibler divergence has three usual forms, which are equal but differ numerically: the difference of
 * entropies cancels when p is close to q, and rounding can make the sum of log-ratios negative.
 * {@link #kl(double[], double[])} has neither fault.
 */
public final class Divergence {

    private Divergence() {}

    /**
     * The Kullback-Leibler divergence {@code KL(p || q) = sum_i p_i log(p_i / q_i)}, computed as
     * {@code sum_i (p_i log(p_i / q_i) - p_i + q_i)}, whose every term is at least 0.
     *
     * @param p the distribution that is drawn from
     * @param q the predicted distribution
     * @return nats, at least 0 and 0 for p = q; positive infinity if q rules out what p allows; not symmetric
     * @throws IllegalArgumentException if one is no distribution or their lengths differ
     */
    public static double kl(double[] p, double[] q) {
        requirePair(p, q);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += nonNegativeTerm(p[i], q[i]);
        }
        return sum;
    }

    /**
     * The Kullback-Leibler divergence as the expectation under p of the log-ratio, {@code sum_i p_i log(p_i / q_i)}.
     *
     * @param p the distribution that is drawn from
     * @param q the predicted distribution
     * @return as {@link #kl(double[], double[])} up to rounding
     * @throws IllegalArgumentException if one is no distribution or their lengths differ
     */
    public static double klByRatios(double[] p, double[] q) {
        requirePair(p, q);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += p[i] == 0 ? 0 : p[i] * logRatio(p[i], q[i]);
        }
        return sum;
    }

    /**
     * The Kullback-Leibler divergence as the excess of the cross-entropy over the entropy, {@code H(p, q) - H(p)}.
     *
     * @param p the distribution that is drawn from
     * @param q the predicted distribution
     * @return as {@link #kl(double[], double[])} up to rounding
     * @throws IllegalArgumentException if one is no distribution or their lengths differ
     */
    public static double klByEntropies(double[] p, double[] q) {
        return Information.crossEntropy(p, q) - Information.entropy(p);
    }

    /**
     * The Jensen-Shannon divergence {@code (KL(p || m) + KL(q || m)) / 2} from the mixture {@code m = (p + q) / 2} (Lin
     * 1991).
     *
     * @param p a distribution
     * @param q a distribution
     * @return nats, in [0, log 2]; symmetric; its square root is a metric
     * @throws IllegalArgumentException if one is no distribution or their lengths differ
     */
    public static double jensenShannon(double[] p, double[] q) {
        requirePair(p, q);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            // Both arguments are doubled, because halving the smallest double gives 0.
            sum += nonNegativeTerm(2 * p[i], p[i] + q[i]) + nonNegativeTerm(2 * q[i], p[i] + q[i]);
        }
        return 0.25 * sum;
    }

    /** {@code p log(p / q) - p + q}, which is at least 0 because log is concave; summed over distributions it is KL. */
    static double nonNegativeTerm(double p, double q) {
        if (p == 0) {
            return q;
        }
        double ratio = q / p;
        // p (r - 1 - log r) for the ratio r; close to 1 the logarithm would cancel against r - 1.
        double distance = (q - p) / p;
        double excess = Math.abs(distance) < 0.5 ? distance - Math.log1p(distance) : ratio - 1 + logRatio(p, q);
        return Math.max(0, p * excess);
    }

    /** {@code log(p / q)} for p > 0; two logarithms only where the ratio overflows or underflows. */
    private static double logRatio(double p, double q) {
        double ratio = p / q;
        return ratio >= Double.MIN_NORMAL && ratio < Double.POSITIVE_INFINITY
                ? Math.log(ratio)
                : Math.log(p) - Math.log(q);
    }

    private static void requirePair(double[] p, double[] q) {
        requireSameOutcomes(requireDistribution("p", p), requireDistribution("q", q));
    }
}
