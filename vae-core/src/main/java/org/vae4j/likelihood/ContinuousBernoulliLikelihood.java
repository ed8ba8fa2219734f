package org.vae4j.likelihood;

import org.vae4j.math.StableMath;

/**
 * Independent continuous Bernoulli features, parametrised by logits: the density on [0, 1] that is proportional to
 * λ^x (1 - λ)^(1 - x) with λ = σ(l) (Loaiza-Ganem and Cunningham 2019, "The continuous Bernoulli: fixing a pervasive
 * error in variational autoencoders", eq. 6 and 7).
 *
 * <p>With the logit l it is the exponential density e^(lx) / A with A = (e^l - 1)/l, that is
 * -log p(x|l) = log A(l) - l x, which has no pole at λ = ½, where A = 1. Near it the logarithm of A is computed without
 * cancellation, and its derivative, the mean, by a series.
 */
public record ContinuousBernoulliLikelihood() implements PointwiseLikelihood {

    /** Below it the series of the mean is exact to the last bits, above it the closed form is. */
    private static final double SERIES = 0.1;

    /** Means nearer to 0 or 1 would need logits that no data set of 8-bit values asks for. */
    private static final double EXTREME_MEAN = 0.001;

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

    /** The derivative of the normaliser's logarithm, 1/(1 - e^-l) - 1/l. */
    private static double mean(double logit, double tail, double complement) {
        if (Math.abs(logit) < SERIES) {
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

    /** log(1 + u (e^l - 1))/l, and for positive logits the same from the other end. */
    @Override
    public double draw(double uniform, double[] parameters) {
        double logit = parameters[0];
        if (Math.abs(logit) < 1e-8) {
            return uniform;
        }
        double value = logit < 0
                ? Math.log1p(uniform * Math.expm1(logit)) / logit
                : 1 + Math.log1p((1 - uniform) * Math.expm1(-logit)) / logit;
        return Math.max(0, Math.min(1, value));
    }

    /** The logit with the mean, clipped to [0.001, 0.999], by bisection: the mean rises with the logit. */
    @Override
    public double parameterOfMean(double mean) {
        double wanted = Math.min(Math.max(mean, EXTREME_MEAN), 1 - EXTREME_MEAN);
        double low = -2 / EXTREME_MEAN;
        double high = 2 / EXTREME_MEAN;
        while (high - low > 1e-12 * Math.max(1, Math.abs(low))) {
            double middle = (low + high) / 2;
            if (mean(middle) < wanted) {
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
