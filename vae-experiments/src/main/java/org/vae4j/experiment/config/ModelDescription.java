package org.vae4j.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
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
 * What a run trains, in words that follow from its configuration alone: an experiment's own sentence is of its
 * defaults, which overrides may have left far behind.
 *
 * @param parts what each part is, by the part's name, in the order in which the data passes them
 */
public record ModelDescription(Map<String, String> parts) {

    /** Of no block. */
    private static final String LINEAR = "linear";

    private static final int MOST_BLOCKS = 6;
    private static final String DATA = "data";
    private static final String BY_THE_DATA =
            "Bernoulli if the data are in [0, 1], otherwise Gaussian of one learned σ";
    /** Copies, in order. */
    public ModelDescription {
        parts = new LinkedHashMap<>(parts);
    }

    /**
     * Describes the model of a run of a data set of the catalogue, or of one whose data are not opened yet.
     *
     * @param config resolved
     * @return nothing where no model is trained
     */
    public static Optional<ModelDescription> of(ExperimentConfig config) {
        return describe(
                config,
                config.data()
                        .filter(ModelDescription::saysItsValues)
                        .map(data -> chosen(config, data.values()))
                        .orElse(BY_THE_DATA));
    }

    /**
     * Describes the model of a run of data of the user's own.
     *
     * @param config resolved
     * @param own what was found in the data, which decides where the configuration leaves it to them
     * @return nothing where no model is trained
     */
    public static Optional<ModelDescription> of(ExperimentConfig config, DataDescription own) {
        return config.data().filter(ModelDescription::saysItsValues).isPresent()
                ? of(config)
                : describe(
                        config, chosen(config, ValueRange.valueOf(own.values().name())));
    }

    private static boolean saysItsValues(DataConfig data) {
        return data.source().isEmpty() || !data.binarisation().equals("none");
    }

    /** The likelihood that {@code auto} stands for. */
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
     * What was set differently.
     *
     * @param config of a run
     * @param defaults of its experiment
     * @return {@code key=value} of the run, in the order of the keys; without what has no part in the result
     */
    public static List<String> differences(ExperimentConfig config, ExperimentConfig defaults) {
        Map<String, String> mine = config.flat();
        Map<String, String> theirs = defaults.flat();
        return mine.entrySet().stream()
                .filter(e -> !e.getValue().equals(theirs.get(e.getKey())))
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
        // Without a block nothing stands between the data and a linear layer that an activation could act on.
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

    /** Two sets of fixed pixels do not compare, and one alone of them is the published one. */
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

    /** A name and the size or the channels; the rest is in the configuration. */
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
