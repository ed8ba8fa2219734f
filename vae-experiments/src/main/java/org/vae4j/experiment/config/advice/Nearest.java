package org.vae4j.experiment.config.advice;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that somebody who mistyped it probably meant. */
public final class Nearest {

    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    /** The fewest letters that are completed to a name; fewer begin too many names. */
    private static final int LEAST_PREFIX = 3;

    /** One edit is allowed for every three letters that were typed. */
    private static final int LETTERS_PER_EDIT = 3;

    private Nearest() {}

    /**
     * Finds the candidate nearest to a typed name. In this order, that is the one with the same letters apart from
     * case, hyphens and underscores; one that is one edit away; the shortest that begins with the typed name; the one
     * with the fewest edits, if they are at most a third of the typed letters. For dotted names, the last part alone
     * may match, which counts as one edit.
     *
     * @param typed the name that was typed
     * @param candidates the names that exist
     * @return the nearest candidate; empty if none is near
     */
    public static Optional<String> to(String typed, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> plain(candidate).equals(plain(typed)))
                .findFirst()
                .or(() -> mistyped(typed, candidates, 1))
                .or(() -> completed(typed, candidates))
                .or(() -> mistyped(typed, candidates, mostEdits(typed)));
    }

    /** The shortest candidate that begins with the typed name, in the same section if one was typed. */
    private static Optional<String> completed(String typed, Collection<String> candidates) {
        String beginning = plain(last(typed));
        return candidates.stream()
                .filter(candidate -> beginning.length() >= LEAST_PREFIX
                        && plain(last(candidate)).startsWith(beginning)
                        && (!typed.contains(".") || candidate.startsWith(section(typed))))
                .min(Comparator.comparingInt(String::length));
    }

    /** The candidate with the fewest edits, if they are few enough. */
    private static Optional<String> mistyped(String typed, Collection<String> candidates, int mostEdits) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> edits(typed, candidate)))
                .filter(candidate -> edits(typed, candidate) <= mostEdits);
    }

    private static int mostEdits(String typed) {
        return (last(typed).length() + LETTERS_PER_EDIT - 1) / LETTERS_PER_EDIT + (typed.contains(".") ? 1 : 0);
    }

    private static int edits(String typed, String candidate) {
        int whole = DISTANCE.apply(typed, candidate);
        return candidate.contains(".") || typed.contains(".")
                ? Math.min(whole, 1 + DISTANCE.apply(last(typed), last(candidate)))
                : whole;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }

    private static String section(String dotted) {
        return dotted.substring(0, dotted.lastIndexOf('.') + 1);
    }

    private static String last(String dotted) {
        return dotted.substring(dotted.lastIndexOf('.') + 1);
    }
}
