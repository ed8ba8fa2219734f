package org.vae4j.experiment.sweep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.vae4j.experiment.config.StrictYaml;
import org.vae4j.experiment.config.advice.Nearest;
import org.vae4j.experiment.config.binding.ConfigException;

/**
 * Reads an {@link Axis} from YAML:
 *
 * <pre>
 * grid: {key: [values], ...}       all combinations          product: [axis, ...]
 * zip: {key: [values], ...}        side by side              zip: [axis, ...]
 * chain: [axis, ...]               one after the other       seeds: 3, or seeds: [1, 5, 9]
 * random: {trials: 20, seed: 1, keys: {key: {logUniform: [low, high]}, ...}}
 * </pre>
 */
final class AxisReader {

    static final List<String> KINDS = List.of("grid", "zip", "chain", "product", "random", "seeds");
    private static final List<String> DISTRIBUTIONS = List.of("uniform", "logUniform", "integer", "choice");

    private AxisReader() {}

    /** Reads an axis from an object with one entry: its kind and its content. */
    static Axis axis(JsonNode tree) {
        if (!tree.isObject() || tree.size() != 1) {
            throw new ConfigException("found " + tree + ", expected one axis: one of " + String.join(", ", KINDS));
        }
        Map.Entry<String, JsonNode> only = tree.properties().iterator().next();
        return axis(only.getKey(), only.getValue());
    }

    static Axis axis(String kind, JsonNode content) {
        return switch (kind) {
            case "grid" -> new Axis.Product(columns(kind, content));
            case "zip" -> new Axis.Zip(content.isArray() ? axes(kind, content) : columns(kind, content));
            case "chain" -> new Axis.Chain(axes(kind, content));
            case "product" -> new Axis.Product(axes(kind, content));
            case "random" -> random(content);
            case "seeds" -> seeds(content);
            default -> throw unknown("axis", kind, KINDS);
        };
    }

    /** The error for an unknown word, which names the known ones and suggests the nearest. */
    static ConfigException unknown(String what, String found, List<String> known) {
        Optional<String> nearest = Nearest.to(found, known);
        return new ConfigException("found unknown " + what + " '" + found + "', expected one of "
                + String.join(", ", known)
                + nearest.map(n -> "; did you mean '" + n + "'?").orElse(""));
    }

    /** A value as it is written on the command line behind {@code key=}. */
    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static List<Axis> axes(String kind, JsonNode content) {
        if (!content.isArray() || content.isEmpty()) {
            throw new ConfigException(
                    kind + ": found " + content + ", expected a list of axes, each one of " + String.join(", ", KINDS));
        }
        List<Axis> axes = new ArrayList<>();
        content.forEach(part -> axes.add(axis(part)));
        return axes;
    }

    private static List<Axis> columns(String kind, JsonNode content) {
        if (!content.isObject() || content.isEmpty()) {
            throw new ConfigException(kind + ": found " + content + ", expected keys with lists of values, such as "
                    + kind + ": {objective.beta: [0.5, 1, 2]}");
        }
        List<Axis> columns = new ArrayList<>();
        collect(content, "", columns);
        return columns;
    }

    private static void collect(JsonNode content, String prefix, List<Axis> columns) {
        for (Map.Entry<String, JsonNode> entry : content.properties()) {
            String key = prefix + entry.getKey();
            JsonNode values = entry.getValue();
            if (values.isObject()) {
                collect(values, key + ".", columns);
            } else {
                columns.add(new Axis.Values(key, values.isArray() ? texts(values) : List.of(text(values))));
            }
        }
    }

    private static List<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(AxisReader::text)
                .toList();
    }

    private static Axis seeds(JsonNode content) {
        boolean count = content.isIntegralNumber();
        if (!count && !content.isArray()) {
            throw new ConfigException(
                    "seeds: found " + content + ", expected a number of seeds, or a list such as [1, 2]");
        }
        if (count && (content.longValue() < 1 || content.longValue() > Axis.MAX_SIZE)) {
            throw new ConfigException("seeds: found " + content + ", expected a number from 1 to " + Axis.MAX_SIZE);
        }
        return new Axis.Values(
                "seed",
                count
                        ? LongStream.rangeClosed(1, content.longValue())
                                .mapToObj(Long::toString)
                                .toList()
                        : texts(content));
    }

    /**
     * The settings of {@code random} besides its keys.
     *
     * @param trials the number of draws
     * @param seed the seed of the draws
     */
    record RandomSettings(int trials, long seed) {}

    private static Axis random(JsonNode content) {
        if (!content.isObject() || !content.path("keys").isObject()) {
            throw new ConfigException("random: found " + content
                    + ", expected random: {trials: 20, seed: 1, keys: {training.learningRate: {logUniform:"
                    + " [1e-4, 1e-2]}}}");
        }
        ObjectNode rest = content.deepCopy();
        rest.remove("keys");
        RandomSettings settings = StrictYaml.bind(rest, "{trials: 0, seed: 1}", RandomSettings.class, "random");
        Map<String, Distribution> distributions = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : content.get("keys").properties()) {
            distributions.put(entry.getKey(), distribution(entry.getKey(), entry.getValue()));
        }
        return new Axis.Draws(settings.trials(), settings.seed(), distributions);
    }

    private static Distribution distribution(String key, JsonNode tree) {
        if (!tree.isObject() || tree.size() != 1) {
            throw new ConfigException("random: found " + tree + " for '" + key + "', expected one of "
                    + String.join(", ", DISTRIBUTIONS) + ", such as {uniform: [0, 1]}");
        }
        Map.Entry<String, JsonNode> only = tree.properties().iterator().next();
        String kind = only.getKey();
        if (!DISTRIBUTIONS.contains(kind)) {
            throw unknown("distribution", kind, DISTRIBUTIONS);
        }
        if (!only.getValue().isArray()) {
            throw new ConfigException("random: found " + tree + " for '" + key + "', expected a list, such as [1, 10]");
        }
        List<String> values = texts(only.getValue());
        if (kind.equals("choice")) {
            return new Distribution.Choice(values);
        }
        String message = "random: found " + tree + " for '" + key + "', expected two numbers, such as [1, 10]";
        if (values.size() != 2) {
            throw new ConfigException(message);
        }
        try {
            return between(kind, values.get(0), values.get(1));
        } catch (NumberFormatException e) {
            throw new ConfigException(message, e);
        }
    }

    /** A distribution on a range, by its kind. */
    private static Distribution between(String kind, String low, String high) {
        return switch (kind) {
            case "uniform" -> new Distribution.Uniform(Double.parseDouble(low), Double.parseDouble(high));
            case "logUniform" -> new Distribution.LogUniform(Double.parseDouble(low), Double.parseDouble(high));
            case "integer" -> new Distribution.WholeNumber(Long.parseLong(low), Long.parseLong(high));
            default -> throw unknown("distribution", kind, DISTRIBUTIONS);
        };
    }
}
