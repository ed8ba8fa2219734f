package org.vae4j.experiment.use.imported;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vae4j.experiment.config.StrictYaml;
import org.vae4j.experiment.config.binding.ConfigException;

/**
 * Maps the tensors of a file to the parameters of a model.
 *
 * @param layout the order in which the file stores matrices
 * @param pieces the tensors that stand side by side in a parameter, by the parameter's name; a parameter without an
 *     entry is the tensor of its own name
 * @param ignored the tensors of the file that belong to no parameter
 */
record WeightMapping(Layout layout, Map<String, List<Piece>> pieces, Set<String> ignored) {

    /** The order in which matrices are stored. */
    enum Layout {
        /** {@code [inputs, outputs]}, as {@code vae export} writes them. */
        VAE4J,
        /**
         * As PyTorch stores them: {@code [outputs, inputs]} of {@code Linear}, {@code [outputs, inputs, k, k]} of
         * {@code Conv2d}, {@code [inputs, outputs, k, k]} of {@code ConvTranspose2d}. The first index of such a tensor
         * is the last index of a parameter in this library.
         */
        PYTORCH
    }

    /**
     * A tensor that is multiplied by a number.
     *
     * @param tensor the name of the tensor in the file
     * @param times the factor, for example 2 if the file has log σ and the model log σ², else 1
     */
    record Piece(String tensor, double times) {}

    /** The mapping of each parameter to the tensor of its own name. */
    static final WeightMapping SAME = new WeightMapping(Layout.VAE4J, Map.of(), Set.of());

    private static final String TENSORS = "tensors";
    private static final String LAYOUT = "layout";
    private static final String IGNORE = "ignore";

    WeightMapping {
        pieces = Map.copyOf(pieces);
        ignored = Set.copyOf(ignored);
    }

    /** Reads a mapping file in YAML; a {@link ConfigException} says what in the file is no mapping. */
    static WeightMapping read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException(
                    "cannot read " + file + " (" + e.getMessage() + "), expected a mapping in YAML", e);
        }
        ObjectNode tree = StrictYaml.tree(text, file.toString());
        tree.fieldNames().forEachRemaining(key -> {
            if (!Set.of(LAYOUT, TENSORS, IGNORE).contains(key)) {
                throw wrong(file, "the key '" + key + "'", "layout, tensors and ignore");
            }
        });
        JsonNode tensors = tree.path(TENSORS);
        if (!isAbsent(tensors) && !tensors.isObject()) {
            throw wrong(file, "tensors: " + tensors, "tensors by the names of parameters");
        }
        Map<String, List<Piece>> pieces = new LinkedHashMap<>();
        tensors.properties().forEach(entry -> pieces.put(entry.getKey(), pieces(file, entry.getValue())));
        return new WeightMapping(layout(file, tree.path(LAYOUT)), pieces, ignored(file, tree.path(IGNORE)));
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** The tensors that make up a parameter. */
    List<Piece> of(String parameter) {
        return pieces.getOrDefault(parameter, List.of(new Piece(parameter, 1)));
    }

    private static Layout layout(Path file, JsonNode node) {
        return switch (node.asText("vae4j")) {
            case "", "vae4j" -> Layout.VAE4J;
            case "pytorch" -> Layout.PYTORCH;
            default -> throw wrong(file, "layout: " + node, "vae4j or pytorch");
        };
    }

    private static Set<String> ignored(Path file, JsonNode list) {
        if (!isAbsent(list) && !list.isArray()) {
            throw wrong(file, "ignore: " + list, "a list of names of tensors");
        }
        Set<String> names = new HashSet<>();
        for (JsonNode name : list) {
            if (!name.isTextual()) {
                throw wrong(file, "ignore: " + name, "the name of a tensor");
            }
            names.add(name.asText());
        }
        return names;
    }

    private static List<Piece> pieces(Path file, JsonNode node) {
        if (!node.isArray()) {
            return List.of(piece(file, node));
        }
        List<Piece> pieces = new ArrayList<>();
        node.forEach(element -> pieces.add(piece(file, element)));
        return List.copyOf(pieces);
    }

    private static Piece piece(Path file, JsonNode node) {
        if (node.isTextual()) {
            return new Piece(node.asText(), 1);
        }
        if (node.size() == 2
                && node.path("from").isTextual()
                && node.path("times").isNumber()
                && Double.isFinite(node.path("times").asDouble())) {
            return new Piece(node.path("from").asText(), node.path("times").asDouble());
        }
        throw wrong(file, node.toString(), "the name of a tensor, or {from: NAME, times: NUMBER}");
    }

    private static ConfigException wrong(Path file, String found, String expected) {
        return new ConfigException(file + ": found " + found + ", expected " + expected);
    }
}
