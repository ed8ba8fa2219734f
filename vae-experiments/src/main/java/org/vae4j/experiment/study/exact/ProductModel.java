package org.vae4j.experiment.study.exact;

import org.vae4j.dist.Gaussian;

/**
 * A model of two latents and one observation whose posterior has two curved modes and no closed form:
 * {@code z ~ N(0, I_2), x|z ~ N(z_1 z_2, s)}. A large x may come from two large positive latents or from two negative
 * ones.
 *
 * @param x the observation
 * @param noiseVariance s, above 0
 */
public record ProductModel(double x, double noiseVariance) {

    /**
     * Checks.
     *
     * @param x the observation
     * @param noiseVariance s, above 0
     * @throws IllegalArgumentException if the variance is not positive
     */
    public ProductModel {
        if (!(noiseVariance > 0)) {
            throw new IllegalArgumentException(
                    "noiseVariance: found %s, expected a positive number".formatted(noiseVariance));
        }
    }

    /**
     * The joint density {@code log p(x, z)}.
     *
     * @param z1 the first latent
     * @param z2 the second latent
     * @return nats
     */
    public double logJoint(double z1, double z2) {
        return Gaussian.logDensity(z1, 0, 0)
                + Gaussian.logDensity(z2, 0, 0)
                + Gaussian.logDensity(x, z1 * z2, Math.log(noiseVariance));
    }

    /**
     * The derivative of {@link #logJoint(double, double)} with respect to the first latent; the model is symmetric, so
     * that {@code gradient(z2, z1)} is the other.
     *
     * @param z1 the latent to differentiate by
     * @param z2 the other latent
     * @return nats per unit of z1
     */
    public double gradient(double z1, double z2) {
        return -z1 + z2 * (x - z1 * z2) / noiseVariance;
    }
}
