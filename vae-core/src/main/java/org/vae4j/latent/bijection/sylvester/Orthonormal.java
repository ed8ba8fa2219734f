package org.vae4j.latent.bijection.sylvester;

/** The source of the orthonormal columns of a {@link SylvesterFlow}. */
public enum Orthonormal {
    /** Any matrix, made orthonormal by iteration; {@code size} is the number of its columns. */
    ORTHOGONAL {
        @Override
        Basis basis(int size, int step) {
            return new OrthogonalBasis(size);
        }
    },
    /** A product of reflections; {@code size} is their number. */
    HOUSEHOLDER {
        @Override
        Basis basis(int size, int step) {
            return new HouseholderBasis(size);
        }
    },
    /** The dimensions themselves, in reverse order in every second step; {@code size} has no meaning. */
    TRIANGULAR {
        @Override
        Basis basis(int size, int step) {
            return new PermutedBasis(step);
        }
    };

    abstract Basis basis(int size, int step);
}
