package org.vae4j.objective.jacobian;

import java.util.Objects;

/**
 * How the largest singular values of a network's weight matrices are measured. The value is ½ Σ σ(W)², the same for
 * each row of a batch.
 *
 * <p>σ(W) is the largest length of W v over unit vectors v of the space that v₀ = Wᵀu₀, WᵀW v₀, (WᵀW)² v₀, … span,
 * {@code directions} of them. So it is at most the largest singular value, no smaller than what as many iterations of
 * the power method find, and the largest singular value itself where W has no more rows or no more columns than that.
 * u₀ follows from the seed, and nothing is kept from step to step.
 *
 * @param name of the column that the values are found under, which is their term's
 * @param of whose weights
 * @param directions the dimensions of the space, ≥ 1
 * @param seed of u₀
 */
public record SpectralNorms(String name, Of of, int directions, long seed) implements Measured {

    /** Whose weights. */
    public enum Of {
        /** Those of encoder and decoder. */
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
