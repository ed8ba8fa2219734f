package org.vae4j.experiment.run.evaluation;

import org.vae4j.data.ExampleSet;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.Reducer;
import org.vae4j.train.checkpoint.BestEpoch;

/**
 * The measure by which validation compares epochs; a smaller value is better. What is reported, what is minimised and
 * what selects are three things with three names.
 *
 * <p>Unless {@code training.selectBy} says otherwise, it is the bound on log p(x) that is trained, with its number of
 * draws, and with β = 1, since only then it is a bound. An importance-weighted objective's encoder is not trained to be
 * a good posterior, so that the ELBO may get worse while the bound, and the model, improve.
 */
public interface Criterion {

    /** {@return under which name the value is kept} */
    String name();

    /**
     * The value.
     *
     * @param candidate what is judged
     * @return nats per example, or the unit of a term
     */
    double value(Candidate candidate);

    /**
     * A model after an epoch.
     *
     * @param model the model
     * @param part the examples that it is judged by
     * @param terms the ELBO's, of these examples
     * @param evaluation with the noise of the run
     */
    record Candidate(LatentModel model, ExampleSet part, ElboTerms terms, Evaluation evaluation) {}

    /**
     * The criterion of a configuration.
     *
     * @param config with a model, an objective and a training
     * @return by what its epochs are compared
     */
    static Criterion of(ExperimentConfig config) {
        String by = config.training().orElseThrow().selectBy();
        return by.equals("bound") ? trained(config) : named(by);
    }

    /**
     * That of a training's best epoch so far, which the training keeps to its end: values of two criteria can't be
     * compared, and version 0.1 compared the ELBO whatever was trained.
     *
     * @param best as a checkpoint has it
     * @param config with a model, an objective and a training
     * @return by what it was found
     */
    static Criterion of(BestEpoch best, ExperimentConfig config) {
        Criterion trained = trained(config);
        return trained.name().equals(best.criterion()) ? trained : named(best.criterion());
    }

    private static Criterion trained(ExperimentConfig config) {
        ModelConfig model = config.model().orElseThrow();
        if (model.kind() == ModelConfig.Kind.AUTOENCODER) {
            return new MetricCriterion(MetricCriterion.RECONSTRUCTION);
        }
        if (!model.hasDensity()) {
            return new MetricCriterion(MetricCriterion.LOSS);
        }
        Reducer reducer = config.objective().orElseThrow().name();
        int draws = reducer.boundDraws(model.draws());
        if (draws == 1 || reducer.value() == Reducer.Value.NO_BOUND) {
            return new MetricCriterion(BestEpoch.ELBO);
        }
        return reducer.value() == Reducer.Value.OTHER_BOUND
                ? new ReducerCriterion(reducer, draws)
                : new ImportanceWeightedCriterion(draws);
    }

    private static Criterion named(String name) {
        String prefix = ImportanceWeightedCriterion.PREFIX;
        return name.startsWith(prefix)
                ? new ImportanceWeightedCriterion(Integer.parseInt(name.substring(prefix.length())))
                : new MetricCriterion(name);
    }
}
