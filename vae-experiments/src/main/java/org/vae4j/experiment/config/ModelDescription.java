package org.vae4j.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.experiment.config.binding.Yaml;
import org.vae4j.experiment.config.formula.HierarchyFormula;
import org.vae4j.experiment.config.formula.Notation;
import org.vae4j.experiment.config.formula.ObjectiveFormula;
import org.vae4j.experiment.config.formula.PartWords;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.likelihood.ValueRange;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.objective.generative.GenerativeTerm;

/**
 * The description of the model that a run trains, in words that follow from its configuration alone. An experiment's
 * own sentence describes its defaults, from which overrides may differ.
 *
 * @param parts a description of each part by its name, in the order in which the data pass them
 */
public record ModelDescription(Map<String, String> parts) {

    /** The description of a network without blocks. */
    private static final String LINEAR = "linear";

    /** The blocks that are named; of a longer network only their number is given. */
    private static final int MOST_BLOCKS = 6;

    private static final String DATA = "data";
    private static final String BY_THE_DATA =
            "Bernoulli if the data are in [0, 1], otherwise Gaussian of one learned σ";
    /** Copies the map in its order. */
    public ModelDescription {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /**
     * Describes the model of a run on a data set of the catalogue, or on data that are not opened yet.
     *
     * @param config the resolved configuration
     * @return empty if no model is trained
     */
    public static Optional<ModelDescription> of(ExperimentConfig config) {
        return describe(
                config,
                config.data()
                        .filter(ModelDescription::tellsItsValues)
                        .map(data -> chosen(config, data.values()))
                        .orElse(BY_THE_DATA));
    }

    /**
     * Describes the model of a run on the user's own data.
     *
     * @param config the resolved configuration
     * @param own the description of the data, which choose the likelihood if the configuration leaves it to them
     * @return empty if no model is trained
     */
    public static Optional<ModelDescription> of(ExperimentConfig config, DataDescription own) {
        return config.data().filter(ModelDescription::tellsItsValues).isPresent()
                ? of(config)
                : describe(
                        config, chosen(config, ValueRange.valueOf(own.values().name())));
    }

    /** Whether the configuration alone tells the range of the values. */
    private static boolean tellsItsValues(DataConfig data) {
        return data.source().isEmpty() || !data.binarisation().equals("none");
    }

    /** The likelihood that {@code auto} chooses for values. */
    private static String chosen(ExperimentConfig config, ValueRange values) {
        return config.model()
                .map(model -> PartWords.words(model.likelihood().of(values).name()))
                .orElse(BY_THE_DATA);
    }

    private static Optional<ModelDescription> describe(ExperimentConfig config, String chosen) {
        return config.model().map(model -> {
            Map<String, String> parts = new LinkedHashMap<>();
            List<Term> terms = config.objective().map(ObjectiveConfig::terms).orElse(List.of());
            parts.put("model", kind(model, terms));
            parts.put("network", network(model));
            parts.put("latent", latent(model, terms));
            parts.put("likelihood", likelihood(model, chosen));
            config.objective()
                    .ifPresent(objective -> parts.put(
                            "minimised", ObjectiveFormula.of(model, objective).minimised()));
            config.data().ifPresent(data -> parts.put(DATA, data(data)));
            return new ModelDescription(parts);
        });
    }

    /** {@return all parts in one line} */
    public String sentence() {
        return parts.entrySet().stream()
                .map(part -> part.getKey().equals(DATA) ? "on " + part.getValue() : part.getValue())
                .collect(Collectors.joining("; "));
    }

    /**
     * Lists the settings of a run that differ from the defaults.
     *
     * @param config the configuration of the run
     * @param defaults the default configuration of its experiment
     * @return {@code key=value} of the run, in the order of the keys, without keys that have no part in the result
     */
    public static List<String> differences(ExperimentConfig config, ExperimentConfig defaults) {
        Map<String, String> settings = config.flat();
        Map<String, String> defaultSettings = defaults.flat();
        return settings.entrySet().stream()
                .filter(e -> !e.getValue().equals(defaultSettings.get(e.getKey())))
                .filter(e -> !e.getKey().equals("name")
                        && !e.getKey().equals("data.dir")
                        && !e.getKey().startsWith("runtime."))
                .map(e -> e.getKey() + "=" + e.getValue().replace("\"", ""))
                .toList();
    }

    private static String kind(ModelConfig model, List<Term> terms) {
        String kind = model.kind() == ModelConfig.Kind.AUTOENCODER ? "autoencoder" : variational(model, terms);
        return model.condition() == ModelConfig.Condition.LABEL
                ? "conditional " + kind + ", whose encoder and decoder read the label y"
                : kind;
    }

    private static String variational(ModelConfig model, List<Term> terms) {
        String kind = terms.stream().anyMatch(GenerativeTerm.class::isInstance) ? "VAE-GAN" : "VAE";
        return model.hierarchy().levels().isEmpty() ? kind : "hierarchical " + kind;
    }

    private static String network(ModelConfig model) {
        JsonNode tree = Yaml.toTree(model);
        String encoder = blocks(tree.path("encoder"));
        String decoder = blocks(tree.path("decoder"));
        // Without blocks there are no hidden units for an activation to act on.
        String activation = encoder.equals(LINEAR) && decoder.equals(LINEAR)
                ? ""
                : ", " + PartWords.words(tree.path("activation").asText());
        return "encoder " + encoder + ", decoder " + decoder + activation;
    }

    private static String latent(ModelConfig model, List<Term> terms) {
        if (model.kind() == ModelConfig.Kind.AUTOENCODER) {
            return "a code of " + dimensions(model.latent())
                    + (isPulled(terms)
                            ? ", pulled to p(z) "
                                    + PartWords.text(Yaml.toTree(model).path("prior"))
                            : " without a prior");
        }
        if (!model.hierarchy().levels().isEmpty()) {
            return HierarchyFormula.of(model);
        }
        String transforms = model.transforms().isEmpty()
                ? ""
                : " and " + PartWords.text(Yaml.toTree(model).path("transforms"));
        return "z of " + dimensions(model.latent()) + ", " + Notation.of(model).posterior() + " "
                + PartWords.text(Yaml.toTree(model).path("posterior")) + transforms + ", p(z) "
                + PartWords.text(Yaml.toTree(model).path("prior")) + pairs(model);
    }

    private static String pairs(ModelConfig model) {
        return model.pairs().takesPairs()
                ? ", posteriors of pairs " + PartWords.text(Yaml.toTree(model).path("pairs"))
                : "";
    }

    /** Whether a term pulls the codes to the prior. */
    private static boolean isPulled(List<Term> terms) {
        return terms.stream().anyMatch(term -> term.needs().contains(Need.PRIOR_DRAWS));
    }

    private static String dimensions(int count) {
        return count == 1 ? "1 dimension" : count + " dimensions";
    }

    private static String likelihood(ModelConfig model, String chosen) {
        String name = PartWords.text(Yaml.toTree(model.likelihood()));
        String given = model.hasDensity() ? Notation.of(model).likelihood() + " " : "loss ";
        return given
                + switch (name) {
                    case "gaussian" -> name + " of σ " + PartWords.number(model.sigma());
                    case "auto" -> chosen;
                    default -> name;
                };
    }

    private static String data(DataConfig data) {
        List<String> parts = new ArrayList<>();
        parts.add(
                data.withoutFolders().source().map(name -> "own data: " + name).orElse(data.name()));
        data.limit().ifPresent(limit -> parts.add(String.format(Locale.ROOT, "first %,d training examples", limit)));
        binarisation(data).ifPresent(parts::add);
        return String.join(", ", parts);
    }

    /**
     * Tells the published set of fixed pixels from one that this project drew, whose results cannot be compared with
     * it.
     */
    private static Optional<String> binarisation(DataConfig data) {
        if (data.name().equals("mnist-larochelle") && data.comesBinary()) {
            return Optional.of("binarised: fixed, as Larochelle published them");
        }
        return switch (data.binarisation()) {
            case "none" -> Optional.empty();
            case "static" ->
                Optional.of("binarised: fixed, drawn by vae4j with data.seed=" + data.seed()
                        + ", which is not Larochelle's set");
            case "dynamic" -> Optional.of("binarised: drawn anew in each epoch");
            default -> Optional.of("binarised: " + data.binarisation());
        };
    }

    private static String blocks(JsonNode blocks) {
        if (!blocks.isArray()) {
            return PartWords.text(blocks);
        }
        if (blocks.isEmpty()) {
            return LINEAR;
        }
        String shown = StreamSupport.stream(blocks.spliterator(), false)
                .limit(MOST_BLOCKS)
                .map(ModelDescription::block)
                .collect(Collectors.joining(" → "));
        return blocks.size() > MOST_BLOCKS ? shown + " → … (" + blocks.size() + " blocks)" : shown;
    }

    /** Describes a block by its name and its size or channels alone. */
    private static String block(JsonNode block) {
        if (!block.isObject()) {
            return PartWords.words(block.asText());
        }
        Map.Entry<String, JsonNode> entry = block.properties().iterator().next();
        JsonNode size = entry.getValue().isObject()
                ? Optional.of(entry.getValue().path("channels"))
                        .filter(JsonNode::isNumber)
                        .orElse(entry.getValue().path("size"))
                : entry.getValue();
        return PartWords.words(entry.getKey()) + (size.isNumber() ? " " + size.asText() : "");
    }
}
