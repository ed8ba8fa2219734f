package org.vae4j.experiment.run.evaluation;

import org.vae4j.data.ExampleSet;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.Reducer;
import org.vae4j.train.checkpoint.BestEpoch;

/**
 * The measure by which validation compares epochs; a smaller value is better. It need be neither the objective that is
 * minimised nor the ELBO that is reported.
 *
 * <p>By default ({@code training.selectBy: bound}) it is the trained bound on log p(x) with the trained number of
 * draws, but at β = 1, since only then it is a bound. The ELBO would be a poor choice for an importance-weighted
 * objective: its encoder is not trained to match the posterior, so that the ELBO may get worse while the bound
 * improves.
 */
public interface Criterion {

    /** {@return the name under which checkpoints and metrics record the value} */
    String name();

    /**
     * Computes the value for a model.
     *
     * @param candidate the model and the examples on which it is judged
     * @return nats per example, or the unit of the term that the criterion names
     */
    double value(Candidate candidate);

    /**
     * A model after an epoch, with the data on which it is judged.
     *
     * @param model the model
     * @param part the examples on which it is judged
     * @param terms the terms of the ELBO on these examples
     * @param evaluation supplies the batches and the noise of the run
     */
    record Candidate(LatentModel model, ExampleSet part, ElboTerms terms, Evaluation evaluation) {}

    /**
     * Resolves the criterion of a configuration.
     *
     * @param config a configuration with the sections model, objective and training
     * @return the criterion by which its epochs are compared
     */
    static Criterion of(ExperimentConfig config) {
        String by = config.training().orElseThrow().selectBy();
        return by.equals("bound") ? trained(config) : named(by);
    }

    /**
     * Resolves the criterion by which a training found its best epoch. A continued training keeps it, because values of
     * two criteria can't be compared: version 0.1 compared ELBOs whatever was trained.
     *
     * @param best the best epoch that a checkpoint records
     * @param config a configuration with the sections model, objective and training
     * @return the criterion by which that epoch was found best
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
