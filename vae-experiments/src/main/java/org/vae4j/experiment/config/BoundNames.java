package org.vae4j.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.vae4j.experiment.config.section.ModelConfig;

/**
 * The names of an objective's numbers in the files of a run and on the screen. With a likelihood, the numbers are
 * bounds on log p(x) in nats. With a loss that has no density, they are in the loss's own unit, and no name says ELBO
 * or nats.
 */
public enum BoundNames {
    /** The names for a bound on log p(x). */
    NATS(
            "negElboNats",
            "reconstructionNats",
            "standardErrorNats",
            "negBoundNats",
            "objectiveNats",
            "negative ELBO",
            "nats"),
    /** The names for a code without a posterior, whose −log p(x|z(x)) is no bound and has no KL beside it. */
    CODE(
            "reconstructionNats",
            "reconstructionNats",
            "standardErrorNats",
            "reconstructionNats",
            "objectiveNats",
            "reconstruction loss",
            "nats"),
    /** The names for a loss in a unit of its own. The KL beside it is in nats nevertheless. */
    LOSS("loss", "reconstructionLoss", "standardErrorOfLoss", "loss", "objective", "loss", "");

    private final String total;
    private final String reconstruction;
    private final String standardError;
    private final String selection;
    private final String objective;
    private final String title;
    private final String unit;

    BoundNames(
            String total,
            String reconstruction,
            String standardError,
            String selection,
            String objective,
            String title,
            String unit) {
        this.total = total;
        this.reconstruction = reconstruction;
        this.standardError = standardError;
        this.selection = selection;
        this.objective = objective;
        this.title = title;
        this.unit = unit;
    }

    /**
     * Finds the names for a run.
     *
     * @param config a configuration with a model
     * @return {@link #LOSS} if the likelihood has no density, else {@link #CODE} for an autoencoder and {@link #NATS}
     *     for a VAE
     */
    public static BoundNames of(ExperimentConfig config) {
        ModelConfig model = config.model().orElseThrow();
        if (!model.hasDensity()) {
            return LOSS;
        }
        return model.kind() == ModelConfig.Kind.AUTOENCODER ? CODE : NATS;
    }

    /**
     * Finds the names that a stored evaluation uses.
     *
     * @param terms an object of {@code metrics.jsonl} or {@code eval/test.json}
     * @return {@link #LOSS} if it has a loss, {@link #CODE} if it has a reconstruction and no total, else {@link #NATS}
     */
    public static BoundNames in(JsonNode terms) {
        if (terms.path(LOSS.total).isNumber()) {
            return LOSS;
        }
        return !terms.path(NATS.total).isNumber() && terms.path(CODE.total).isNumber() ? CODE : NATS;
    }

    /** {@return whether the total contains a KL besides the reconstruction} */
    public boolean hasKl() {
        return this != CODE;
    }

    /** {@return the key of the sum of reconstruction and KL; for a code, of the reconstruction alone} */
    public String total() {
        return total;
    }

    /** {@return the key of the reconstruction's part} */
    public String reconstruction() {
        return reconstruction;
    }

    /** {@return the key of the total's standard error over the examples} */
    public String standardError() {
        return standardError;
    }

    /** {@return the key of the value that epochs are compared by} */
    public String selection() {
        return selection;
    }

    /** {@return the key of the minimised value, with the weight of the KL and all terms} */
    public String objective() {
        return objective;
    }

    /** {@return the total in words, such as "negative ELBO"} */
    public String title() {
        return title;
    }

    /** {@return the total in words for a heading, such as "Negative ELBO"} */
    public String heading() {
        return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
    }

    /** {@return the total's unit for a label, such as "nats per example"} */
    public String perExample() {
        return unit.isEmpty() ? "per example" : unit + " per example";
    }

    /** {@return the text that follows a number: " nats" or empty} */
    public String suffix() {
        return unit.isEmpty() ? "" : " " + unit;
    }
}
