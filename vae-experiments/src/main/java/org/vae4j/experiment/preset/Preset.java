package org.vae4j.experiment.preset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that is found by its name: a configuration with its formula and its source.
 *
 * @param name what a person types
 * @param title what it is, in a line
 * @param formula what is minimised per example, in nats where it is a bound
 * @param source the paper, with its equation
 * @param evidence the first cell of the row in docs/conformance.md that holds its limit case, or the test that has its
 *     oracle
 * @param text the file: a configuration with the words above as comments
 */
public record Preset(String name, String title, String formula, String source, Evidence evidence, String text) {

    /**
     * What shows that the model is right.
     *
     * @param kind where it is
     * @param what the first cell of a row, or the name of a class
     */
    public record Evidence(Kind kind, String what) {

        /** Where the evidence is. */
        public enum Kind {
            /** A row of docs/conformance.md. */
            CONFORMANCE,
            /** A test of this project. */
            TEST
        }
    }

    private static final String COMMENT = "# ";

    /** Reads a file: comments in front, the first of which is the title and the others {@code key: value}. */
    static Preset of(String name, String text) {
        List<String> comments = text.lines()
                .takeWhile(line -> line.startsWith(COMMENT))
                .map(line -> line.substring(COMMENT.length()))
                .toList();
        Map<String, String> values = new LinkedHashMap<>();
        for (String comment : comments.subList(1, comments.size())) {
            int colon = comment.indexOf(": ");
            values.put(comment.substring(0, colon), comment.substring(colon + 2));
        }
        Evidence evidence = values.containsKey("test")
                ? new Evidence(Evidence.Kind.TEST, values.get("test"))
                : new Evidence(Evidence.Kind.CONFORMANCE, values.get("conformance"));
        return new Preset(name, comments.get(0), values.get("formula"), values.get("source"), evidence, text);
    }
}
