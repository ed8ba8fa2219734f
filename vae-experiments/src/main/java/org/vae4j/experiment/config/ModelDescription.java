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
import org.vae4j.experiment.config.binding.Yaml;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.network.hierarchy.Level;
import org.vae4j.objective.Need;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;
import org.vae4j.schedule.Constant;

/**
 * What a run trains, in words that follow from its configuration alone: an experiment's own sentence is of its
 * defaults, which overrides may have left far behind.
 *
 * @param parts what each part is, by the part's name, in the order in which the data passes them
 */
public record ModelDescription(Map<String, String> parts) {

    private static final int MOST_BLOCKS = 6;
    private static final String DATA = "data";
    private static final Map<String, String> SPOKEN = Map.of(
            "von_mises_fisher", "von Mises-Fisher",
            "sphere", "uniform on the sphere",
            "vamp", "VampPrior");

    /** Copies, in order. */
    public ModelDescription {
        parts = new LinkedHashMap<>(parts);
    }

    /**
     * Describes the model of a run.
     *
     * @param config resolved
     * @return nothing where no model is trained
     */
    public static Optional<ModelDescription> of(ExperimentConfig config) {
        return config.model().map(model -> {
            Map<String, String> parts = new LinkedHashMap<>();
            parts.put("model", kind(model));
            parts.put("network", network(model));
            parts.put(
                    "latent",
                    latent(model, config.objective().map(ObjectiveConfig::terms).orElse(List.of())));
            parts.put("likelihood", likelihood(model));
            config.objective().ifPresent(objective -> parts.put("minimised", objective(model, objective)));
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

    private static String kind(ModelConfig model) {
        String kind = model.kind() == ModelConfig.Kind.AUTOENCODER ? "autoencoder" : "VAE";
        return model.condition() == ModelConfig.Condition.LABEL ? "conditional " + kind + ", told the label" : kind;
    }

    private static String network(ModelConfig model) {
        JsonNode tree = Yaml.toTree(model);
        return "encoder " + blocks(tree.path("encoder")) + ", decoder " + blocks(tree.path("decoder")) + ", "
                + words(tree.path("activation").asText());
    }

    private static String latent(ModelConfig model, List<Term> terms) {
        if (model.kind() == ModelConfig.Kind.AUTOENCODER) {
            return "a code of " + dimensions(model.latent())
                    + (isPulled(terms)
                            ? ", pulled to p(z) " + text(Yaml.toTree(model).path("prior"))
                            : " without a prior");
        }
        String transforms = model.transforms().isEmpty()
                ? ""
                : " and " + text(Yaml.toTree(model).path("transforms"));
        return "z of " + levels(model) + ", q(z|x) "
                + text(Yaml.toTree(model).path("posterior")) + transforms + ", p(z) "
                + text(Yaml.toTree(model).path("prior")) + pairs(model);
    }

    /** The sizes of the stochastic layers, from the one next to the data on, and what kind of hierarchy they form. */
    private static String levels(ModelConfig model) {
        List<Level> above = model.hierarchy().levels();
        if (above.isEmpty()) {
            return dimensions(model.latent());
        }
        String sizes = above.stream().map(level -> " + " + level.latent()).collect(Collectors.joining());
        return model.latent() + sizes + " dimensions in a hierarchy ("
                + words(model.hierarchy().name()) + ")";
    }

    private static String pairs(ModelConfig model) {
        return model.pairs().takesPairs()
                ? ", posteriors of pairs " + text(Yaml.toTree(model).path("pairs"))
                : "";
    }

    private static boolean isPulled(List<Term> terms) {
        return terms.stream().anyMatch(term -> term.needs().contains(Need.PRIOR_DRAWS));
    }

    private static String dimensions(int count) {
        return count == 1 ? "1 dimension" : count + " dimensions";
    }

    private static String likelihood(ModelConfig model) {
        String name = text(Yaml.toTree(model.likelihood()));
        String given = model.hasDensity() ? "p(x|z) " : "loss ";
        return given
                + switch (name) {
                    case "gaussian" -> name + " of σ " + shorter(model.sigma());
                    case "auto" -> "Bernoulli of values in [0, 1], else Gaussian of learned deviation";
                    default -> name;
                };
    }

    private static String objective(ModelConfig model, ObjectiveConfig objective) {
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
            parts.add("+ " + text(term));
        }
        return String.join(" ", parts);
    }

    private static String name(Reducer reducer) {
        String text = text(Yaml.toTree(reducer));
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
                    : Optional.of("with β = " + shorter(constant.value()) + rise);
        }
        return Optional.of("with β of the schedule " + text(Yaml.toTree(objective.beta())));
    }

    private static String data(DataConfig data) {
        List<String> parts = new ArrayList<>();
        parts.add(data.source().orElse(data.name()));
        data.limit().ifPresent(limit -> parts.add(String.format(Locale.ROOT, "first %,d training examples", limit)));
        if (!data.binarisation().equals("none")) {
            parts.add("binarised: " + data.binarisation());
        }
        return String.join(", ", parts);
    }

    private static String blocks(JsonNode blocks) {
        if (!blocks.isArray()) {
            return text(blocks);
        }
        if (blocks.isEmpty()) {
            return "of no block";
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
            return words(block.asText());
        }
        Map.Entry<String, JsonNode> entry = block.properties().iterator().next();
        JsonNode size = entry.getValue().isObject()
                ? Optional.of(entry.getValue().path("channels"))
                        .filter(JsonNode::isNumber)
                        .orElse(entry.getValue().path("size"))
                : entry.getValue();
        return words(entry.getKey()) + (size.isNumber() ? " " + size.asText() : "");
    }

    /** A part by its name and settings, as the configuration has them, without quotes. */
    private static String text(JsonNode part) {
        if (part.isArray()) {
            return StreamSupport.stream(part.spliterator(), false)
                    .map(ModelDescription::text)
                    .collect(Collectors.joining(", "));
        }
        if (part.isObject()) {
            Map.Entry<String, JsonNode> entry = part.properties().iterator().next();
            String settings = entry.getValue()
                    .toString()
                    .replaceAll("[{}\"]", "")
                    .replace(":", " ")
                    .replace(",", ", ");
            return words(entry.getKey()) + (settings.isEmpty() ? "" : " (" + settings + ")");
        }
        return words(part.asText());
    }

    private static String words(String name) {
        return SPOKEN.getOrDefault(
                name, name.replace('_', ' ').replace("gaussian", "Gaussian").replace("bernoulli", "Bernoulli"));
    }

    private static String shorter(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
