package org.vae4j.experiment.run.evaluation;

import org.vae4j.eval.importance.ReducedBound;
import org.vae4j.objective.Reducer;

/**
 * A bound that has its own formula (Rényi, thermodynamic), as it is trained but with β = 1 and without terms.
 *
 * @param reducer computes the bound from the draws of an example
 * @param draws the model's number of draws per example, at least 1
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
