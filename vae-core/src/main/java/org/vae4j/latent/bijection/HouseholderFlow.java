package org.vae4j.latent.bijection;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Reflections f(z) = (I - 2 v vᵀ / ‖v‖²) z, one behind the other (Tomczak and Welling 2016). Their product is
 * orthogonal: a Gaussian with independent components becomes one with any covariance of the same variances, and the
 * log-determinant is 0. In the paper each v is a linear function of the one before; here each is emitted by the encoder.
 *
 * <p>Parameters: for each step v, latent numbers. A step whose v is 0 is the identity.
 *
 * @param length how many steps, ≥ 1
 */
public record HouseholderFlow(@JsonProperty("length") int length) implements Chain {

    /** Checks the number. */
    public HouseholderFlow {
        Chain.requireLength(length);
    }

    @Override
    public Step step(int number) {
        return new HouseholderStep();
    }
}
