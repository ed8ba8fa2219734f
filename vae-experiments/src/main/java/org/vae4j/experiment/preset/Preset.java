package org.vae4j.experiment.preset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model with a name: a configuration with its formula and its source.
 *
 * @param name the name that the user types
 * @param title a description in one line
 * @param formula the objective that is minimised per example, in nats if it is a bound
 * @param source the paper and its equation
 * @param evidence the place of the check that the model is right
 * @param text the file: a configuration that begins with title, formula, source and evidence as comments
 */
public record Preset(String name, String title, String formula, String source, Evidence evidence, String text) {

    /**
     * The place of the check that the model is right: its limit case, or an independent oracle.
     *
     * @param kind the kind of place
     * @param what the first cell of the row of docs/conformance.md, or the name of the test class
     */
    public record Evidence(Kind kind, String what) {

        /** A kind of place. */
        public enum Kind {
            /** A row of docs/conformance.md. */
            CONFORMANCE,
            /** A test of this project. */
            TEST
        }
    }

    private static final String COMMENT = "# ";

    /**
     * Reads a preset from its file.
     *
     * @param name the name of the preset
     * @param text the file, which begins with comments; the first is the title, the others are {@code key: value}
     * @return the preset
     * @throws IllegalArgumentException if a comment is missing or is no {@code key: value}
     */
    static Preset of(String name, String text) {
        List<String> comments = text.lines()
                .takeWhile(line -> line.startsWith(COMMENT))
                .map(line -> line.substring(COMMENT.length()))
                .toList();
        if (comments.isEmpty()) {
            throw new IllegalArgumentException("found no comments in preset " + name + ", expected its title first");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String comment : comments.subList(1, comments.size())) {
            int colon = comment.indexOf(": ");
            if (colon < 0) {
                throw new IllegalArgumentException(
                        "found the comment '" + comment + "' in preset " + name + ", expected 'key: value'");
            }
            values.put(comment.substring(0, colon), comment.substring(colon + 2));
        }
        Evidence evidence = values.containsKey("test")
                ? new Evidence(Evidence.Kind.TEST, values.get("test"))
                : new Evidence(Evidence.Kind.CONFORMANCE, required(values, "conformance", name));
        return new Preset(
                name,
                comments.get(0),
                required(values, "formula", name),
                required(values, "source", name),
                evidence,
                text);
    }

    private static String required(Map<String, String> values, String key, String name) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(
                    "found no comment '" + key + "' in preset " + name + ", expected '" + key + ": ...'");
        }
        return value;
    }
}
