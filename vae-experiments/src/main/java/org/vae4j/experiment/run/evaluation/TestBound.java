package org.vae4j.experiment.run.evaluation;

import java.util.List;
import org.vae4j.data.ExampleSet;
import org.vae4j.eval.importance.Bound;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.experiment.config.formula.TrainedBound;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.Reducer;

/**
 * The bound on log p(x) that a model was trained by, where it is not the ELBO, of the test examples: as {@code
 * eval/bound.json} has it.
 *
 * @param criterion its name, such as {@code iwae-5}
 * @param draws of each example that it is over
 * @param negBoundNats mean over the examples, nats per example
 * @param standardErrorNats of that mean over the examples; NaN where the bound has a formula of its own
 * @param examples how many test examples
 * @param epoch of the model
 */
public record TestBound(
        String criterion, int draws, double negBoundNats, double standardErrorNats, long examples, int epoch) {

    /**
     * Measures it with the noise of the run's evaluations.
     *
     * @param bound which bound
     * @param model the model
     * @param epoch of the model
     * @param part the examples
     * @param evaluation of the run
     */
    public static TestBound of(
            TrainedBound bound, LatentModel model, int epoch, ExampleSet part, Evaluation evaluation) {
        if (bound.reducer().value() == Reducer.Value.OTHER_BOUND) {
            Criterion.Candidate candidate = new Criterion.Candidate(model, part, ElboTerms.NONE, evaluation);
            double value = new ReducerCriterion(bound.reducer(), bound.draws()).value(candidate);
            return new TestBound(bound.criterion(), bound.draws(), value, Double.NaN, part.size(), epoch);
        }
        Bound measured = new ImportanceSampling(model, bound.draws())
                .sweep(evaluation.batches(part), List.of(bound.draws()), evaluation.noise(), done -> {})
                .bounds()
                .get(0);
        return new TestBound(
                bound.criterion(),
                bound.draws(),
                measured.negBoundNats(),
                measured.standardErrorNats(),
                part.size(),
                epoch);
    }
}
