package org.vae4j.likelihood;

import org.vae4j.math.StableMath;

/**
 * Independent continuous Bernoulli features, parametrised by logits: the density on [0, 1] that is proportional to
 * λ^x (1 - λ)^(1 - x) with λ = σ(l) (Loaiza-Ganem and Cunningham 2019, "The continuous Bernoulli: fixing a pervasive
 * error in variational autoencoders", eq. 6 and 7).
 *
 * <p>With the logit l the density is e^(lx) / A with A = (e^l - 1)/l, and A = 1 at l = 0. Hence -log p(x|l) = log A(l)
 * - l x, and its derivative with respect to l is E[x] - x with the mean E[x] = d log A / dl = 1/(1 - e^-l) - 1/l. Both
 * are computed without cancellation near l = 0: log A from an accurate 1 - e^-|l|, the mean from a series.
 */
public record ContinuousBernoulliLikelihood() implements PointwiseLikelihood {

    /** The |l| below which the mean comes from its series; both forms are accurate to the last bits here. */
    private static final double LARGEST_LOGIT_OF_SERIES = 0.1;

    /** The |l| below which the distribution is uniform to the precision of a double. */
    private static final double UNIFORM_LOGIT = 1e-8;

    /** Means are clipped to [0.001, 0.999], as for the Bernoulli likelihood. */
    private static final double EXTREME_MEAN = 0.001;

    /** Relative width of the interval at which the bisection for a logit stops. */
    private static final double LOGIT_TOLERANCE = 1e-12;

    @Override
    public ValueRange support() {
        return ValueRange.UNIT_INTERVAL;
    }

    @Override
    public int parametersPerFeature() {
        return 1;
    }

    @Override
    public double lossAndGradient(double x, double[] parameters, double[] gradient) {
        double logit = parameters[0];
        double size = Math.abs(logit);
        double tail = Math.exp(-size);
        double complement = StableMath.complement(size, tail);
        gradient[0] = mean(logit, tail, complement) - x;
        // log((e^l - 1)/l) = max(l, 0) + log((1 - e^-|l|)/|l|).
        double logNormaliser = size == 0 ? 0 : Math.max(logit, 0) + Math.log(complement / size);
        return logNormaliser - logit * x;
    }

    /** E[x] = 1/(1 - e^-l) - 1/l, given tail = e^-|l| and complement = 1 - tail; a Taylor series near 0. */
    private static double mean(double logit, double tail, double complement) {
        if (Math.abs(logit) < LARGEST_LOGIT_OF_SERIES) {
            double square = logit * logit;
            return 0.5 + logit * (1.0 / 12 - square * (1.0 / 720 - square * (1.0 / 30240 - square / 1209600)));
        }
        return (logit > 0 ? 1 / complement : -tail / complement) - 1 / logit;
    }

    private static double mean(double logit) {
        double tail = Math.exp(-Math.abs(logit));
        return mean(logit, tail, StableMath.complement(Math.abs(logit), tail));
    }

    @Override
    public double mean(double[] parameters) {
        return mean(parameters[0]);
    }

    /**
     * The quantile log(1 + u (e^l - 1))/l; for positive logits 1 + log(1 + (1 - u)(e^-l - 1))/l, which cannot overflow.
     */
    @Override
    public double draw(double uniform, double[] parameters) {
        double logit = parameters[0];
        if (Math.abs(logit) < UNIFORM_LOGIT) {
            return uniform;
        }
        double value = logit < 0
                ? Math.log1p(uniform * Math.expm1(logit)) / logit
                : 1 + Math.log1p((1 - uniform) * Math.expm1(-logit)) / logit;
        return Math.max(0, Math.min(1, value));
    }

    /**
     * Returns the logit whose mean is the given one, clipped to [0.001, 0.999]. The mean rises with the logit, and is
     * about 1 - 1/l for large l, so ±2 / 0.001 bracket the solution; bisection finds it.
     */
    @Override
    public double parameterOfMean(double mean) {
        double target = Math.min(Math.max(mean, EXTREME_MEAN), 1 - EXTREME_MEAN);
        double low = -2 / EXTREME_MEAN;
        double high = 2 / EXTREME_MEAN;
        while (high - low > LOGIT_TOLERANCE * Math.max(1, Math.abs(low))) {
            double middle = (low + high) / 2;
            if (mean(middle) < target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    @Override
    public String name() {
        return "continuous_bernoulli";
    }
}
