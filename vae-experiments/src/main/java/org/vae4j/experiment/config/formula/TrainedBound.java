package org.vae4j.experiment.config.formula;

import java.util.Optional;
import org.vae4j.experiment.config.binding.Yaml;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.objective.Reducer;
import org.vae4j.schedule.Constant;

/**
 * A bound on log p(x) other than the ELBO that a model is trained by.
 *
 * @param criterion the name of its value among those of validation, such as {@code iwae-5}
 * @param draws the number of draws per example that it takes, at least 2
 * @param title its name in words, such as "negative IWAE bound (k = 5)"
 * @param reducer the reducer that computes it
 * @param minimised whether it is minimised as it is, without a weight of its divergence and without terms
 */
public record TrainedBound(String criterion, int draws, String title, Reducer reducer, boolean minimised) {

    /** The beginning of the names of importance-weighted bounds. */
    public static final String PREFIX = "iwae-";

    /**
     * Finds the bound that a model is trained by.
     *
     * @param model the section {@code model} of a configuration
     * @param objective the section {@code objective}
     * @return empty if the model is trained by the ELBO, or by a value that is no bound on log p(x)
     */
    public static Optional<TrainedBound> of(ModelConfig model, ObjectiveConfig objective) {
        Reducer reducer = objective.name();
        int draws = reducer.boundDraws(model.draws());
        if (model.kind() == ModelConfig.Kind.AUTOENCODER
                || !model.hasDensity()
                || draws == 1
                || reducer.value() == Reducer.Value.NO_BOUND) {
            return Optional.empty();
        }
        boolean weighted = reducer.value() == Reducer.Value.IMPORTANCE_WEIGHTED_BOUND;
        String name = weighted ? "IWAE" : PartWords.text(Yaml.toTree(reducer));
        return Optional.of(new TrainedBound(
                weighted ? PREFIX + draws : reducer.name() + "-" + draws,
                draws,
                "negative " + name + " bound (k = " + draws + ")",
                reducer,
                isPlain(objective)));
    }

    /** Whether the objective is the bound alone. */
    private static boolean isPlain(ObjectiveConfig objective) {
        return objective.terms().isEmpty()
                && objective.betaWarmupEpochs() == 0
                && objective.beta() instanceof Constant constant
                && constant.value() == 1;
    }
}
