package org.vae4j.experiment.config.formula;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vae4j.experiment.config.binding.Yaml;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.generative.GenerativeTerm;
import org.vae4j.objective.generative.NetworkLosses;
import org.vae4j.schedule.Constant;

/**
 * The minimised function of a model in words and formulas.
 *
 * @param minimised the minimised function; if the networks minimise losses of their own, each of these
 * @param losses whether there is one loss for all networks
 * @param curves the curves of the losses over the epochs
 */
public record ObjectiveFormula(String minimised, Losses losses, List<Curve> curves) {

    private static final String LETTERS = "; not in nats. The letters are those of the line “minimised” above";

    /** Copies the list. */
    public ObjectiveFormula {
        curves = List.copyOf(curves);
    }

    /** The number of losses. */
    public enum Losses {
        /** Encoder and decoder minimise one loss. */
        ONE,
        /** Encoder, decoder and discriminator minimise losses of their own, none of which is the bound. */
        OF_EACH_NETWORK
    }

    /**
     * A curve of a loss.
     *
     * @param title the title of the curve
     * @param text the loss that it shows: of all networks, or of one of them
     * @param recorded the name of its values among the recorded terms; empty for the objective
     * @param besides the name of a term that belongs to the loss and is recorded beside it; empty for none
     */
    public record Curve(String title, String text, String recorded, String besides) {}

    /**
     * Describes the minimised function of a model: the bound, the weight of its divergence, and the terms.
     *
     * @param model the section {@code model} of a configuration
     * @param objective the section {@code objective}
     * @return the description
     */
    public static ObjectiveFormula of(ModelConfig model, ObjectiveConfig objective) {
        Optional<GenerativeTerm> generative = objective.terms().stream()
                .filter(GenerativeTerm.class::isInstance)
                .map(GenerativeTerm.class::cast)
                .findFirst();
        if (generative.isPresent()) {
            return ofNetworks(model, objective, generative.get());
        }
        String sum = sum(model, objective);
        return new ObjectiveFormula(sum, Losses.ONE, List.of(new Curve("What is minimised", sum, "", "")));
    }

    /** Describes the losses of the networks of a VAE-GAN. */
    private static ObjectiveFormula ofNetworks(ModelConfig model, ObjectiveConfig objective, GenerativeTerm term) {
        String reconstruction = model.hasDensity() ? "−log p(x|z)" : "loss";
        List<String> rest = new ArrayList<>();
        rest.add(divergence(objective));
        Yaml.toTree(objective).path("terms").forEach(other -> {
            if (!other.has(term.name()) && !other.asText().equals(term.name())) {
                rest.add(PartWords.text(other));
            }
        });
        NetworkLosses losses = term.losses(Notation.of(model).in(reconstruction), String.join(" + ", rest));
        String hidden = term.auxiliary().hidden().stream().map(String::valueOf).collect(Collectors.joining(", "));
        Notation notation = Notation.of(model);
        return new ObjectiveFormula(
                notation.in("encoder: " + losses.encoder() + "; decoder: " + losses.decoder() + "; discriminator ("
                        + hidden + "): " + losses.discriminator() + ", where " + losses.where()),
                Losses.OF_EACH_NETWORK,
                List.of(
                        new Curve(
                                "Encoder's loss",
                                notation.in(losses.encoder() + ", which the encoder minimises" + LETTERS),
                                term.encoder(),
                                ""),
                        new Curve(
                                "Decoder's loss",
                                notation.in(
                                        losses.decoder() + ", which the decoder minimises" + LETTERS
                                                + ". The discriminator minimises its cross-entropy, which has a chart of its own"),
                                "",
                                term.readsSamples() ? term.samples() : "")));
    }

    private static String divergence(ObjectiveConfig objective) {
        if (!(objective.beta() instanceof Constant constant) || objective.betaWarmupEpochs() > 0) {
            return "β KL";
        }
        return constant.value() == 1 ? "KL" : PartWords.number(constant.value()) + " KL";
    }

    /** Describes the one loss of all networks. */
    private static String sum(ModelConfig model, ObjectiveConfig objective) {
        List<String> parts = new ArrayList<>();
        if (model.kind() == ModelConfig.Kind.AUTOENCODER) {
            parts.add("reconstruction loss");
        } else if (model.hasDensity()) {
            parts.add("negative " + name(objective.name()) + draws(model, objective.name()));
        } else {
            parts.add("loss + KL");
        }
        weight(model, objective).ifPresent(parts::add);
        for (JsonNode term : Yaml.toTree(objective).path("terms")) {
            parts.add("+ " + PartWords.text(term));
        }
        return String.join(" ", parts);
    }

    private static String name(Reducer reducer) {
        String text = PartWords.text(Yaml.toTree(reducer));
        return text.equals("elbo") || text.equals("iwae") ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static String draws(ModelConfig model, Reducer reducer) {
        int draws = model.draws();
        if (draws == 1) {
            return "";
        }
        return reducer.weighsRows() ? " with k = " + draws : ", mean of " + draws + " draws";
    }

    private static Optional<String> weight(ModelConfig model, ObjectiveConfig objective) {
        if (model.kind() == ModelConfig.Kind.AUTOENCODER) {
            return Optional.empty();
        }
        if (objective.beta() instanceof Constant constant) {
            String rise = objective.betaWarmupEpochs() == 0
                    ? ""
                    : ", risen from 0 over " + objective.betaWarmupEpochs() + " epochs";
            return constant.value() == 1 && rise.isEmpty()
                    ? Optional.empty()
                    : Optional.of("with β = " + PartWords.number(constant.value()) + rise);
        }
        return Optional.of("with β of the schedule " + PartWords.text(Yaml.toTree(objective.beta())));
    }
}
