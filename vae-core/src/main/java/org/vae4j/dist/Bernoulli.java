package org.vae4j.dist;

import org.vae4j.math.StableMath;

/**
 * The formulas of the Bernoulli distribution of one binary value, parameterised by its logit {@code log(p / (1 - p))},
 * in nats.
 *
 * <p>Every logit is allowed, the infinities of certain outcomes included; nothing is clipped, so that a confidently
 * wrong logit has its true cost and its true gradient.
 */
public final class Bernoulli {

    private Bernoulli() {}

    /**
     * A draw by inversion: 1 where the noise is below the probability.
     *
     * @param logit the logit of the probability of 1
     * @param noise a uniform draw from [0, 1)
     * @return 0 or 1; not differentiable in the logit
     */
    public static double sample(double logit, double noise) {
        return noise < StableMath.sigmoid(logit) ? 1 : 0;
    }

    /**
     * The log-probability {@code x log p + (1 - x) log(1 - p)}.
     *
     * @param x 0 or 1; for a value between them this is minus the cross-entropy of a grey pixel, which many papers
     *     report but which is the logarithm of no distribution over grey values
     * @param logit the logit of the probability of 1
     * @return nats, at most 0
     */
    public static double logProbability(double x, double logit) {
        return -weighted(x, StableMath.softplus(-logit)) - weighted(1 - x, StableMath.softplus(logit));
    }

    /**
     * The entropy {@code -p log p - (1 - p) log(1 - p)}.
     *
     * @param logit the logit of the probability of 1
     * @return nats, in [0, log 2]
     */
    public static double entropy(double logit) {
        // With the probability r of the rarer outcome, whose logit is -|logit|: -log(1 - r) + r |logit|.
        double size = Math.abs(logit);
        return StableMath.softplus(-size) + weighted(StableMath.sigmoid(-size), size);
    }

    /**
     * The divergence from one Bernoulli to another, {@code p log(p / q) + (1 - p) log((1 - p) / (1 - q))}.
     *
     * @param logit the logit of the distribution that is drawn from
     * @param otherLogit the logit of the predicted distribution
     * @return nats, at least 0; positive infinity if the other rules out what this one allows
     */
    public static double kl(double logit, double otherLogit) {
        double one =
                weighted(StableMath.sigmoid(logit), StableMath.softplus(-otherLogit) - StableMath.softplus(-logit));
        double zero =
                weighted(StableMath.sigmoid(-logit), StableMath.softplus(otherLogit) - StableMath.softplus(logit));
        return Math.max(0, one + zero);
    }

    /** {@code weight * value}, with 0 where the weight is 0 and the value infinite. */
    private static double weighted(double weight, double value) {
        return weight == 0 ? 0 : weight * value;
    }
}
