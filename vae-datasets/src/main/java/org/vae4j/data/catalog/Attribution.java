package org.vae4j.data.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The origin of a data set, and the citation and the licence that publications on it must respect.
 *
 * @param origin the origin of the examples, in words; blank where nothing is known
 * @param citation the work that introduced the set; blank for a generated set that needs none
 * @param licence under which the set may be used; blank where nothing is known
 */
public record Attribution(String origin, String citation, String licence) {

    /** The attribution of a set of which nothing is known. */
    public static final Attribution UNKNOWN = new Attribution("", "", "");

    /** Checks that nothing is missing. */
    public Attribution {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(citation, "citation");
        Objects.requireNonNull(licence, "licence");
    }

    /** {@return one line for each part that is known, such as {@code licence: MIT}} */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        add(lines, "origin: ", origin);
        add(lines, "cite: ", citation);
        add(lines, "licence: ", licence);
        return List.copyOf(lines);
    }

    private static void add(List<String> lines, String label, String text) {
        if (!text.isBlank()) {
            lines.add(label + text);
        }
    }
}
