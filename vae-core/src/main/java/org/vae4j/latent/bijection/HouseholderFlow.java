package org.vae4j.latent.bijection;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A chain of reflections f(z) = (I - 2 v vᵀ / ‖v‖²) z (Tomczak and Welling 2016). Their product is orthogonal: with
 * enough steps a Gaussian of independent components can become one of any covariance with the same eigenvalues, and the
 * log-determinant is 0. In the paper each v is a linear function of the v before it; here the encoder emits each v as
 * its difference from a unit vector, because a v of 0 has no direction and encoders begin near 0.
 *
 * <p>The parameters of each step are v - e, one per latent dimension, where e is the unit vector of each dimension in
 * turn. A step whose parameters are 0 changes the sign of that dimension.
 *
 * @param length the number of steps, ≥ 1
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
