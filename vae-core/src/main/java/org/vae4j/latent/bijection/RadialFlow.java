package org.vae4j.latent.bijection;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Radial flows f(z) = z + β (z - c) / (α + ‖z - c‖), one behind the other (Rezende and Mohamed 2015, eq. 14), with
 * α = softplus(a) and β = α m(b), m > -1, so that β > -α and every step is invertible (appendix A.2). With
 * ρ = α / (α + ‖z - c‖) a step's log-determinant is (latent - 1) log(1 + m ρ) + log(1 + m ρ²).
 *
 * <p>Parameters: for each step [c | a | b], latent + 2. A step whose b is 0 is the identity.
 *
 * @param length how many steps, ≥ 1
 */
public record RadialFlow(@JsonProperty("length") int length) implements StepChain {

    public RadialFlow {
        StepChain.requireLength(length);
    }

    @Override
    public Step step(int number) {
        return new RadialStep();
    }
}
