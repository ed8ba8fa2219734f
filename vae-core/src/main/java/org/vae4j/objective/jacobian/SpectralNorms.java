package org.vae4j.objective.jacobian;

import java.util.Objects;

/**
 * The measurement of the largest singular values of a network's weight matrices. The value is ½ Σ σ(W)², the same for
 * each row of a batch.
 *
 * <p>σ(W) is the maximum of ‖W v‖ over the unit vectors v in the Krylov space of v₀ = Wᵀu₀, WᵀW v₀, (WᵀW)² v₀, … of the
 * dimension {@code directions}. It is at most the largest singular value and at least the value of equally many
 * iterations of the power method. It equals the largest singular value where W has at most {@code directions} rows or
 * columns. u₀ follows from the seed, and no state is kept from step to step.
 *
 * @param name name of the columns that hold the values, which is that of their term
 * @param of the network whose weights are measured
 * @param directions dimension of the space, ≥ 1
 * @param seed seed of u₀
 */
public record SpectralNorms(String name, Of of, int directions, long seed) implements Measured {

    /** The network whose weights are measured. */
    public enum Of {
        /** Encoder and decoder. */
        ALL,
        /** From the example to z. */
        ENCODER,
        /** From z to the likelihood's parameters. */
        DECODER
    }

    /** Checks the ranges. */
    public SpectralNorms {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(of, "of");
        if (directions < 1) {
            throw new IllegalArgumentException(
                    "directions: found " + directions + ", expected a number of at least 1, for example 10");
        }
    }
}
