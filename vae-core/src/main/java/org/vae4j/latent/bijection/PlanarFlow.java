package org.vae4j.latent.bijection;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A chain of planar flows f(z) = z + û tanh(wᵀz + b) (Rezende and Mohamed 2015, eq. 10), with
 * û = u + (m(wᵀu) - wᵀu) w / ‖w‖² and m > -1 of {@link AboveMinusOne}, so that wᵀû > -1 and every step is invertible
 * (appendix A.1). A step's log-determinant is log(1 + (1 - tanh²) m(wᵀu)) (eq. 12).
 *
 * <p>The parameters of each step are [u | w | b], 2 · latent + 1 values. A step whose u is 0 is the identity.
 *
 * @param length the number of steps, ≥ 1
 */
public record PlanarFlow(@JsonProperty("length") int length) implements StepChain {

    public PlanarFlow {
        StepChain.requireLength(length);
    }

    @Override
    public Step step(int number) {
        return new PlanarStep();
    }
}
