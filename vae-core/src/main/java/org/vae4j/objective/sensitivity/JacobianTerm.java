package org.vae4j.objective.sensitivity;

import java.util.List;
import org.vae4j.latent.Columns;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;
import org.vae4j.objective.jacobian.Jacobian;

/**
 * A term that adds a weight times the squared Frobenius norm of a Jacobian of the network. The norms are measured by a
 * pass of their own in front of the objective, and what the term counts them for goes back through that pass: to the
 * parameters on the way, and for a decoder to z.
 */
public interface JacobianTerm extends Term {

    /** {@return what each row's norm is multiplied by, finite, ≥ 0; with 0 nothing is measured} */
    double weight();

    /** {@return what is measured} */
    Jacobian jacobian();

    @Override
    default List<Jacobian> jacobians() {
        return weight() == 0 ? List.of() : List.of(jacobian());
    }

    @Override
    default boolean perExample() {
        return true;
    }

    @Override
    default double add(LatentBatch batch, Moment moment) {
        if (weight() == 0) {
            return 0;
        }
        Columns norms = batch.auxiliary(name());
        double sum = 0;
        for (int r = 0; r < batch.rows(); r++) {
            double value = weight() * norms.values()[r];
            batch.objective()[r] += value;
            norms.gradient()[r] += weight() / batch.draws();
            sum += value;
        }
        return sum / batch.rows();
    }
}
