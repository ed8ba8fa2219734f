package org.vae4j.dist;

import org.vae4j.math.StableMath;

/**
 * The formulas of the Gaussian distribution in one dimension, parameterised by mean and log-variance, in nats.
 *
 * <p>The log-variance is any number, which is why networks emit it rather than the variance. Kingma and Welling 2014,
 * "Auto-encoding variational Bayes", appendix B has the divergences.
 */
public final class Gaussian {

    /** The number that is added to a variance so that its logarithm stays finite where the standard deviation is 0. */
    public static final double VARIANCE_GUARD = 1e-8;

    private Gaussian() {}

    /**
     * A draw by reparameterisation, {@code mean + exp(logVar / 2) noise}.
     *
     * @param mean the mean
     * @param logVar the logarithm of the variance
     * @param noise a draw from N(0, 1)
     * @return a draw from N(mean, exp(logVar)), differentiable in mean and logVar
     */
    public static double sample(double mean, double logVar, double noise) {
        return mean + Math.exp(0.5 * logVar) * noise;
    }

    /**
     * The log-density {@code -1/2 (log 2 pi + logVar + (x - mean)^2 exp(-logVar))}.
     *
     * @param x the argument of the density
     * @param mean the mean
     * @param logVar the logarithm of the variance
     * @return nats; a density, so it may be positive
     */
    public static double logDensity(double x, double mean, double logVar) {
        double distance = x - mean;
        return -0.5 * (StableMath.LOG_TWO_PI + logVar + distance * distance * Math.exp(-logVar));
    }

    /**
     * The differential entropy {@code 1/2 (log 2 pi + 1 + logVar)}.
     *
     * @param logVar the logarithm of the variance
     * @return nats; negative for a narrow density
     */
    public static double entropy(double logVar) {
        return 0.5 * (StableMath.LOG_TWO_PI + 1 + logVar);
    }

    /**
     * The divergence from one Gaussian to another,
     * {@code 1/2 (exp(d) - 1 - d + (mean - otherMean)^2 exp(-otherLogVar))} with {@code d = logVar - otherLogVar}.
     *
     * @param mean the mean of the Gaussian that is drawn from
     * @param logVar its log-variance
     * @param otherMean the mean of the predicted Gaussian
     * @param otherLogVar its log-variance
     * @return nats, at least 0, 0 only for equal Gaussians
     */
    public static double kl(double mean, double logVar, double otherMean, double otherLogVar) {
        double d = logVar - otherLogVar;
        double distance = mean - otherMean;
        return 0.5 * (Math.expm1(d) - d + distance * distance * Math.exp(-otherLogVar));
    }

    /**
     * The divergence from N(0, 1), {@code 1/2 (mean^2 + exp(logVar) - logVar - 1)}: what a VAE pays per latent
     * dimension.
     *
     * @param mean the mean
     * @param logVar the logarithm of the variance
     * @return nats, at least 0, 0 only for N(0, 1)
     */
    public static double klToStandard(double mean, double logVar) {
        return 0.5 * (mean * mean + Math.expm1(logVar) - logVar);
    }

    /**
     * The divergence from N(0, 1) in standard-deviation form with a guarded logarithm,
     * {@code 1/2 (mean^2 + sigma^2 - log(1e-8 + sigma^2) - 1)}.
     *
     * <p>It is less than {@link #klToStandard(double, double)} by {@code 1/2 log(1 + 1e-8 / sigma^2)}, at most
     * {@code 5e-9 / sigma^2}, which is below the rounding of single precision for sigma around 1. Unlike that, it is
     * finite at sigma = 0.
     *
     * @param mean the mean
     * @param sigma the standard deviation, of either sign
     * @return nats, at least -1e-8
     */
    public static double guardedKlToStandard(double mean, double sigma) {
        double variance = sigma * sigma;
        return 0.5 * (mean * mean + variance - Math.log(VARIANCE_GUARD + variance) - 1);
    }

    /**
     * A log-variance that is finite for every standard deviation, {@code log(1e-8 + sigma^2)}.
     *
     * @param sigma the standard deviation, of either sign
     * @return at least log 1e-8 = -18.42
     */
    public static double guardedLogVar(double sigma) {
        return Math.log(VARIANCE_GUARD + sigma * sigma);
    }
}
