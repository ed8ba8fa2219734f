package org.vae4j.experiment.run.evaluation;

import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.train.checkpoint.BestEpoch;

/**
 * By what validation compares epochs: the bound on log p(x) that is trained, with its number of draws, and with β = 1,
 * since only then it is a bound.
 *
 * <p>An importance-weighted objective trains the bound over K draws. Its encoder is not trained to be a good posterior, so
 * that the ELBO may get worse while the bound, and the model, improve.
 *
 * @param name {@code elbo}, {@code iwae-K}, {@code reconstruction} for an autoencoder and {@code loss} for a loss without
 *     a density, both of which have no bound
 * @param draws K; 1 where the ELBO is compared
 */
public record Criterion(String name, int draws) {

    private static final String IWAE = "iwae-";

    /**
     * The criterion of a configuration.
     *
     * @param config with a model and an objective
     * @return by what its epochs are compared
     */
    public static Criterion of(ExperimentConfig config) {
        ModelConfig model = config.model().orElseThrow();
        if (model.kind() == ModelConfig.Kind.AUTOENCODER) {
            return new Criterion("reconstruction", 1);
        }
        if (!model.hasDensity()) {
            return new Criterion("loss", 1);
        }
        int draws = config.objective().orElseThrow().name().boundDraws(model.draws());
        return draws > 1 ? new Criterion(IWAE + draws, draws) : new Criterion(BestEpoch.ELBO, 1);
    }

    /**
     * That of a training's best epoch so far, which the training keeps to its end: values of two criteria can't be
     * compared, and version 0.1 compared the ELBO whatever was trained.
     *
     * @param best as a checkpoint has it
     * @return by what it was found
     */
    public static Criterion of(BestEpoch best) {
        String name = best.criterion();
        return new Criterion(name, name.startsWith(IWAE) ? Integer.parseInt(name.substring(IWAE.length())) : 1);
    }

    boolean isImportanceWeighted() {
        return draws > 1;
    }
}
