package org.vae4j.objective;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The negative ELBO with a weight on its KL term, as models of version 0.1 have it in their files: the same as a {@link
 * ComposedObjective} of an {@link ElboReducer}.
 *
 * @param beta β in [0, ∞) as a function of iteration or epoch; empty means 1
 */
public record ElboObjective(@JsonProperty("beta") ISchedule beta) implements Objective {

    /**
     * The plain negative ELBO, β = 1.
     *
     * @return the objective
     */
    public static ElboObjective standard() {
        return new ElboObjective(null);
    }

    /**
     * β at a moment of the training.
     *
     * @param iteration updates done so far
     * @param epoch epochs done so far
     * @return the weight of the KL term
     */
    public double betaAt(int iteration, int epoch) {
        return beta == null ? 1 : beta.valueAt(iteration, epoch);
    }

    @Override
    public boolean perExample() {
        return true;
    }

    @Override
    public Map<String, Double> evaluate(LatentBatch batch, Term.Moment moment) {
        return new ComposedObjective(new ElboReducer(), beta, List.of()).evaluate(batch, moment);
    }
}
