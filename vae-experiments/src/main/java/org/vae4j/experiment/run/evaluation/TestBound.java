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
 * The bound on log p(x) that training maximised, where it is not the ELBO, measured on the test examples: the content
 * of {@code eval/bound.json}.
 *
 * @param criterion the name of the bound, such as {@code iwae-5}
 * @param draws draws per example
 * @param negBoundNats the negative bound, mean over the examples, nats per example
 * @param standardErrorNats its standard error over the examples, nats; NaN where the bound has its own formula
 * @param examples the number of test examples
 * @param epoch the epoch of the model
 */
public record TestBound(
        String criterion, int draws, double negBoundNats, double standardErrorNats, long examples, int epoch) {

    /**
     * Measures a bound with the noise of the run's evaluations.
     *
     * @param bound the bound
     * @param model the model
     * @param epoch the epoch of the model
     * @param part the test examples
     * @param evaluation supplies the batches and the noise
     * @return the measured bound
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
