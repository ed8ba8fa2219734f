package org.vae4j.latent.bijection;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Reflections f(z) = (I - 2 v vᵀ / ‖v‖²) z, one behind the other (Tomczak and Welling 2016). Their product is
 * orthogonal: a Gaussian with independent components becomes one with any covariance of the same variances, and the
 * log-determinant is 0. In the paper each v is a linear function of the one before; here each is emitted by the
 * encoder, as the difference from a unit vector: a v of 0 has no direction, and an encoder begins near it.
 *
 * <p>Parameters: for each step v - e, latent numbers, where e is the unit vector of each dimension in turn. A step
 * whose parameters are 0 changes the sign of that dimension.
 *
 * @param length how many steps, ≥ 1
 */
public record HouseholderFlow(@JsonProperty("length") int length) implements StepChain {

    public HouseholderFlow {
        StepChain.requireLength(length);
    }

    @Override
    public Step step(int number) {
        return new HouseholderStep(number);
    }
}
