package org.vae4j.latent.bijection;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Planar flows f(z) = z + û tanh(wᵀz + b), one behind the other (Rezende and Mohamed 2015, eq. 10), with
 * û = u + (m(wᵀu) - wᵀu) w / ‖w‖² and m > -1, so that wᵀû > -1 and every step is invertible (appendix A.1). A step's
 * log-determinant is log(1 + (1 - tanh²) m(wᵀu)) (eq. 12).
 *
 * <p>Parameters: for each step [u | w | b], 2 · latent + 1. A step whose u is 0 is the identity.
 *
 * @param length how many steps, ≥ 1
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
