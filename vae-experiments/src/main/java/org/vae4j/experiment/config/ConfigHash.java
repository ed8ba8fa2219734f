package org.vae4j.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vae4j.experiment.config.binding.Yaml;

/**
 * The identity of a configuration: the SHA-256 of sorted {@code key=value} lines, one for each key that can change the
 * result and differs from the project's default. Since defaults have no part in it, a key that is added to the project
 * later changes no identity.
 */
final class ConfigHash {

    /** Keys and sections that cannot change the result: places, speeds, names, and what is written on the way. */
    private static final List<String> IRRELEVANT = List.of(
            "name",
            "data.dir",
            "training.checkpointEveryEpochs",
            "training.checkpointEverySeconds",
            "training.keepEveryEpochs",
            "training.workers",
            "evaluation.everyEpochs",
            "evaluation.diagnosticsExamples",
            "runtime");

    /** The hexadecimal digits of the hash that are kept. */
    private static final int DIGITS = 10;

    private ConfigHash() {}

    /** Computes the hash of a configuration. */
    static String of(ExperimentConfig config) {
        Map<String, String> lines = identity(config);
        Map<String, String> defaults = new TreeMap<>();
        flatten(Yaml.tree(ConfigResolver.projectDefaults(), "project defaults"), "", defaults);
        lines.entrySet().removeAll(defaults.entrySet());
        StringBuilder text = new StringBuilder();
        lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        return sha256(text.toString()).substring(0, DIGITS);
    }

    /** The keys that can change the result: dotted and sorted, with their values as JSON. */
    static Map<String, String> identity(ExperimentConfig config) {
        Map<String, String> lines = new TreeMap<>();
        flatten(Yaml.toTree(config), "", lines);
        return lines;
    }

    private static void flatten(JsonNode node, String key, Map<String, String> lines) {
        if (IRRELEVANT.contains(key)) {
            return;
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(e -> flatten(e.getValue(), key.isEmpty() ? e.getKey() : key + "." + e.getKey(), lines));
        } else {
            lines.put(key, node.toString());
        }
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
