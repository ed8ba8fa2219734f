package org.vae4j.peers.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Planar transforms z + û tanh(wᵀz + b), whose w, u and b the encoder emits for each example; û is u, moved along w so
 * that wᵀû > −1.
 */
final class Flow {

    private final int steps;
    private final int latent;
    /* See Network: no numbers in the graph. */
    private final NDArray one;
    private final NDArray tiny;

    Flow(NDManager manager, int steps, int latent) {
        this.steps = steps;
        this.latent = latent;
        one = manager.create(1f);
        tiny = manager.create(1e-12f);
    }

    /** Where the transforms lead, and the logarithm of the determinant of each example. */
    record Result(NDArray z, NDArray logDeterminant) {}

    /** How many numbers per example the encoder emits. */
    int parameters() {
        return steps * (2 * latent + 1);
    }

    Result apply(NDArray start, NDArray parameters) {
        NDArray z = start;
        NDArray logDeterminant = null;
        for (int i = 0; i < steps; i++) {
            int at = i * (2 * latent + 1);
            NDArray w = parameters.get(":, " + at + ":" + (at + latent));
            NDArray u = parameters.get(":, " + (at + latent) + ":" + (at + 2 * latent));
            NDArray b = parameters.get(":, " + (at + 2 * latent) + ":" + (at + 2 * latent + 1));
            NDArray along = w.mul(u).sum(new int[] {1}, true);
            NDArray allowed = along.getNDArrayInternal().softPlus().sub(one);
            NDArray norm = w.square().sum(new int[] {1}, true).add(tiny);
            NDArray moved = u.add(w.mul(allowed.sub(along).div(norm)));
            NDArray h = w.mul(z).sum(new int[] {1}, true).add(b).tanh();
            z = z.add(moved.mul(h));
            NDArray step = one.add(one.sub(h.square()).mul(allowed)).log();
            logDeterminant = logDeterminant == null ? step : logDeterminant.add(step);
        }
        return new Result(z, logDeterminant);
    }
}
