package org.vae4j.objective;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The negative importance-weighted bound, as models of version 0.1 have it in their files: the same as a {@link
 * ComposedObjective} of an {@link ImportanceWeightedReducer} or a {@link DoublyReparameterisedReducer}.
 *
 * @param beta β in [0, ∞) as a function of iteration or epoch; empty means 1
 * @param doublyReparameterised whether the gradient is the doubly reparameterised one; the value is the same
 */
public record ImportanceWeightedObjective(
        @JsonProperty("beta") ISchedule beta,
        @JsonProperty("doublyReparameterised") boolean doublyReparameterised) implements Objective {

    /**
     * The bound with its own gradient, β = 1.
     *
     * @return the objective
     */
    public static ImportanceWeightedObjective standard() {
        return new ImportanceWeightedObjective(null, false);
    }

    /**
     * The bound with the doubly reparameterised gradient, β = 1.
     *
     * @return the objective
     */
    public static ImportanceWeightedObjective dreg() {
        return new ImportanceWeightedObjective(null, true);
    }

    /** {@return the bound} */
    @JsonIgnore
    public Reducer reducer() {
        return doublyReparameterised ? new DoublyReparameterisedReducer() : new ImportanceWeightedReducer();
    }

    @Override
    public boolean perExample() {
        return true;
    }

    @Override
    public boolean weighsPaths() {
        return reducer().weighsPaths();
    }

    @Override
    public boolean weighsRows() {
        return true;
    }

    @Override
    public Map<String, Double> evaluate(LatentBatch batch, Term.Moment moment) {
        return new ComposedObjective(reducer(), beta, List.of()).evaluate(batch, moment);
    }
}
