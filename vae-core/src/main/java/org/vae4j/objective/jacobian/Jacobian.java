package org.vae4j.objective.jacobian;

import java.util.Objects;

/**
 * The measurement of the squared Frobenius norm of a Jacobian at the rows of a batch: ‖J‖² = E‖J v‖² for directions v
 * of independent signs (Hutchinson 1990), or the sum of ‖J e_j‖² over all unit vectors e_j. J v is approximated by the
 * central difference (f(a + h v) - f(a - h v)) / 2h.
 *
 * <p>The difference is exact where f is a polynomial of the second degree; otherwise its error is h²/6 times the third
 * derivative along v. It is computed in a separate pass, whose rows are displaced copies of those of the batch.
 *
 * @param name name of the columns that hold the norms, which is that of their term
 * @param of the function whose Jacobian is measured
 * @param probes number of drawn directions per row; 0 for all unit vectors instead
 * @param step h, finite, above 0, in the unit of the displaced values
 * @param seed seed of the directions in training
 */
public record Jacobian(String name, Of of, int probes, double step, long seed) implements Measured {

    /** The function whose Jacobian is measured. */
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
