package org.vae4j.objective.jacobian;

import java.util.Objects;

/**
 * How the squared Frobenius norm of a Jacobian is measured at the rows of a batch: ‖J‖² = E‖J v‖² for directions v of
 * independent signs (Hutchinson 1990), or the sum of ‖J e_j‖² over all unit vectors, with the central difference
 * (f(a + h v) - f(a - h v)) / 2h in the place of J v.
 *
 * <p>The difference is J v itself where f is a polynomial of the second degree, and off by h²/6 times the third
 * derivative along v elsewhere. A pass of its own computes it, whose rows are displaced copies of the batch's.
 *
 * @param name of the column that the norms are found under, which is their term's
 * @param of which function's Jacobian
 * @param probes directions drawn per row, ≥ 0; 0: all unit vectors in place of draws
 * @param step h, finite, above 0, in the unit of what is displaced
 * @param seed of the directions in training
 */
public record Jacobian(String name, Of of, int probes, double step, long seed) implements Measured {

    /** Whose Jacobian. */
    public enum Of {
        /** The likelihood's parameters as a function of z. */
        DECODER,
        /** The location of q(z|x), or the code, as a function of the features. */
        ENCODER
    }

    /** Checks the ranges. */
    public Jacobian {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(of, "of");
        if (probes < 0) {
            throw new IllegalArgumentException("probes: found " + probes
                    + ", expected a number of directions of at least 1, or 0 for all unit vectors");
        }
        if (!(step > 0) || Double.isInfinite(step)) {
            throw new IllegalArgumentException("step: found " + step + ", expected a finite number above 0");
        }
    }
}
