package org.vae4j.experiment.config;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;

/** Whether what validation compares exists for a model and says which model is better. */
final class SelectionFit {

    private static final String BOUND = "bound";

    private SelectionFit() {}

    /** Refuses a selection by what does not exist, or by the trained value where that is no bound. */
    static void require(TrainingConfig training, ModelConfig model, ObjectiveConfig objective) {
        String by = training.selectBy();
        boolean code = model.kind() == ModelConfig.Kind.AUTOENCODER;
        if (by.equals(BOUND)) {
            if (!code && training.selects() && objective.name().value() == Reducer.Value.NO_BOUND) {
                throw new ConfigException("training.selectBy: found bound with objective.name="
                        + objective.name().name() + ", whose value is no bound on log p(x), expected what epochs are"
                        + " compared by: set training.selectBy=elbo, iwae-500 or objective");
            }
            return;
        }
        List<String> names = names(model, objective);
        boolean bounded = !code && model.hasDensity();
        if (!names.contains(by) && !(bounded && by.matches("iwae-[1-9][0-9]{0,8}"))) {
            throw new ConfigException("training.selectBy: found '" + by + "'" + without(model) + ", expected one of "
                    + String.join(", ", names) + (bounded ? ", iwae-N with a number of samples for N" : ""));
        }
    }

    /** Why there is no bound on log p(x). */
    private static String without(ModelConfig model) {
        if (model.kind() == ModelConfig.Kind.AUTOENCODER) {
            return " with model.kind=autoencoder";
        }
        return model.hasDensity() ? "" : " with a loss that has no density";
    }

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
