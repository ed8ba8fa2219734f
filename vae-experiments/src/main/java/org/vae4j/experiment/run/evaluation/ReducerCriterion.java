package org.vae4j.experiment.run.evaluation;

import org.vae4j.eval.importance.ReducedBound;
import org.vae4j.objective.Reducer;

/**
 * A bound by a formula of its own, as it is trained but with β = 1 and without terms.
 *
 * @param reducer the bound
 * @param draws of each example, ≥ 1: those of the model
 */
public record ReducerCriterion(Reducer reducer, int draws) implements Criterion {

    @Override
    public String name() {
        return reducer.name() + "-" + draws;
    }

    @Override
    public double value(Candidate candidate) {
        Evaluation evaluation = candidate.evaluation();
        return ReducedBound.of(candidate.model(), evaluation.batches(candidate.part()), reducer, evaluation.noise());
    }
}
