package org.vae4j.objective.sensitivity;

import java.util.List;
import org.vae4j.latent.Columns;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;
import org.vae4j.objective.jacobian.Measured;

/**
 * A term that adds a weight times a norm of the network: of a Jacobian, or of the matrices of weights. It is measured
 * in front of the objective, and what the term counts it for goes back to the parameters that it depends on, and for
 * the Jacobian of a decoder to z.
 */
public interface SensitivityTerm extends Term {

    /** {@return the weight of each row's norm, finite, ≥ 0; with 0 nothing is measured} */
    double weight();

    /** {@return the norm that is measured} */
    Measured norm();

    @Override
    default List<Measured> measured() {
        return weight() == 0 ? List.of() : List.of(norm());
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
