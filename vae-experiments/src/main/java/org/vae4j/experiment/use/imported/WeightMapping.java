package org.vae4j.experiment.use.imported;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vae4j.experiment.config.StrictYaml;
import org.vae4j.experiment.config.binding.ConfigException;

/**
 * Which tensors of a file make up each parameter of a model.
 *
 * @param layout how the file stores matrices
 * @param pieces for each parameter of ours the tensors that stand side by side in it; a parameter that is missing here
 *     is the tensor of the same name
 * @param ignored tensors of the file that belong to no parameter
 */
record WeightMapping(Layout layout, Map<String, List<Piece>> pieces, Set<String> ignored) {

    /** How matrices are stored. */
    enum Layout {
        /** {@code [inputs, outputs]}, as {@code vae export} writes them. */
        VAE4J,
        /**
         * The first index of a tensor counts what is the last here: {@code [outputs, inputs]} of {@code Linear}, {@code
         * [outputs, inputs, k, k]} of {@code Conv2d}, {@code [inputs, outputs, k, k]} of {@code ConvTranspose2d}.
         */
        PYTORCH
    }

    /**
     * A tensor, multiplied by a number.
     *
     * @param tensor its name in the file
     * @param times 2 where a file has log σ and a model log σ², else 1
     */
    record Piece(String tensor, double times) {}

    /** Every parameter under its own name. */
    static final WeightMapping SAME = new WeightMapping(Layout.VAE4J, Map.of(), Set.of());

    private static final String TENSORS = "tensors";
    private static final String LAYOUT = "layout";
    private static final String IGNORE = "ignore";

    WeightMapping {
        pieces = Map.copyOf(pieces);
        ignored = Set.copyOf(ignored);
    }

    /** Reads a mapping file; throws a {@link ConfigException} when it says anything else than a mapping. */
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
        Map<String, List<Piece>> pieces = new LinkedHashMap<>();
        tree.path(TENSORS).properties().forEach(entry -> pieces.put(entry.getKey(), pieces(file, entry.getValue())));
        Set<String> ignored = Set.copyOf(names(file, tree.path(IGNORE)));
        return new WeightMapping(layout(file, tree.path(LAYOUT)), pieces, ignored);
    }

    /** The tensors of a parameter. */
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

    private static List<String> names(Path file, JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(piece(file, name).tensor()));
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
                && node.path("times").isNumber()) {
            return new Piece(node.path("from").asText(), node.path("times").asDouble());
        }
        throw wrong(file, node.toString(), "the name of a tensor, or {from: NAME, times: NUMBER}");
    }

    private static ConfigException wrong(Path file, String found, String expected) {
        return new ConfigException(file + ": found " + found + ", expected " + expected);
    }
}
