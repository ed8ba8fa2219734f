package org.vae4j.latent.bijection;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A chain of radial flows f(z) = z + β (z - c) / (α + ‖z - c‖) (Rezende and Mohamed 2015, eq. 14), with α = softplus(a)
 * and β = α m(b) with m > -1 of {@link AboveMinusOne}, so that β > -α and every step is invertible (appendix A.2). With
 * ρ = α / (α + ‖z - c‖) a step's log-determinant is (latent - 1) log(1 + m ρ) + log(1 + m ρ²).
 *
 * <p>The parameters of each step are [c | a | b], latent + 2 values. A step whose b is 0 is the identity.
 *
 * @param length the number of steps, ≥ 1
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
