package org.vae4j.experiment.config;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;

/** Checks that the value that validation compares epochs by exists for a model, and that less of it is better. */
final class SelectionFit {

    private static final String BOUND = "bound";

    private SelectionFit() {}

    /**
     * Checks {@code training.selectBy}.
     *
     * @throws ConfigException if the value does not exist, or is the trained value of an objective that is no bound
     */
    static void require(TrainingConfig training, ModelConfig model, ObjectiveConfig objective) {
        String by = training.selectBy();
        boolean isCode = model.kind() == ModelConfig.Kind.AUTOENCODER;
        if (by.equals(BOUND)) {
            if (!isCode && training.selects() && objective.name().value() == Reducer.Value.NO_BOUND) {
                throw new ConfigException("training.selectBy: found bound with objective.name="
                        + objective.name().name() + ", whose value is no bound on log p(x), expected what epochs are"
                        + " compared by: set training.selectBy=elbo, iwae-500 or objective");
            }
            return;
        }
        List<String> names = names(model, objective);
        boolean hasBound = !isCode && model.hasDensity();
        if (!names.contains(by) && !(hasBound && by.matches("iwae-[1-9][0-9]{0,8}"))) {
            throw new ConfigException("training.selectBy: found '" + by + "'" + reason(model) + ", expected one of "
                    + String.join(", ", names) + (hasBound ? ", iwae-N with a number of samples for N" : ""));
        }
    }

    /** The reason why there is no bound on log p(x); empty where there is one. */
    private static String reason(ModelConfig model) {
        if (model.kind() == ModelConfig.Kind.AUTOENCODER) {
            return " with model.kind=autoencoder";
        }
        return model.hasDensity() ? "" : " with a loss that has no density";
    }

    /** The names of all values but importance-weighted bounds. */
    private static List<String> names(ModelConfig model, ObjectiveConfig objective) {
        List<String> names = new ArrayList<>(List.of(BOUND, "objective", "reconstruction"));
        if (model.kind() == ModelConfig.Kind.VAE) {
            names.add("kl");
            names.add(model.hasDensity() ? "elbo" : "loss");
        }
        objective.terms().stream().map(Term::name).forEach(names::add);
        return names;
    }
}
