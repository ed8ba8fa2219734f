package org.vae4j.experiment.study.exact;

import org.vae4j.dist.Gaussian;

/**
 * A model of two latents and one observation whose posterior has two curved modes and no closed form:
 * {@code z ~ N(0, I_2), x|z ~ N(z_1 z_2, s)}. A large x is explained by two large positive latents as well as by two
 * large negative ones.
 *
 * @param x the observation
 * @param noiseVariance s, above 0
 */
public record ProductModel(double x, double noiseVariance) {

    /**
     * Makes the model.
     *
     * @param x the observation
     * @param noiseVariance s, above 0
     * @throws IllegalArgumentException if the observation is not finite, or the variance not positive and finite
     */
    public ProductModel {
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException("x: found %s, expected a finite number".formatted(x));
        }
        if (!(noiseVariance > 0 && Double.isFinite(noiseVariance))) {
            throw new IllegalArgumentException(
                    "noiseVariance: found %s, expected a finite number above 0".formatted(noiseVariance));
        }
    }

    /**
     * The joint density, {@code log p(x, z) = log N(z_1; 0, 1) + log N(z_2; 0, 1) + log N(x; z_1 z_2, s)}.
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
     * The derivative of {@link #logJoint(double, double)} with respect to the first latent,
     * {@code -z_1 + z_2 (x - z_1 z_2) / s}. The model is symmetric, so {@code gradient(z2, z1)} is the derivative with
     * respect to the second latent.
     *
     * @param z1 the latent to differentiate by
     * @param z2 the other latent
     * @return nats per unit of z1
     */
    public double gradient(double z1, double z2) {
        return -z1 + z2 * (x - z1 * z2) / noiseVariance;
    }
}
