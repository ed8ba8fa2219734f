package org.vae4j.experiment.config.advice;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who mistyped a name may have meant. */
public final class Nearest {

    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    /** Fewer letters begin too many names. */
    private static final int LEAST_PREFIX = 3;

    /** One edit per so many letters makes another word. */
    private static final int LETTERS_PER_EDIT = 3;

    private Nearest() {}

    /**
     * The candidate that has the same letters but for case, hyphens and underscores; else the shortest that begins with
     * what was typed; else the one with the fewest edits. Of dotted names the last part alone may match too, at the
     * price of one edit. A candidate that differs in more than a third of what was typed is none.
     *
     * @param typed what was typed
     * @param candidates what exists
     * @return nothing when there is no candidate, or none that is near
     */
    public static Optional<String> to(String typed, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> plain(candidate).equals(plain(typed)))
                .findFirst()
                .or(() -> mistyped(typed, candidates, 1))
                .or(() -> begun(typed, candidates))
                .or(() -> mistyped(typed, candidates, most(typed)));
    }

    private static Optional<String> begun(String typed, Collection<String> candidates) {
        String beginning = plain(last(typed));
        return candidates.stream()
                .filter(candidate -> beginning.length() >= LEAST_PREFIX
                        && plain(last(candidate)).startsWith(beginning)
                        && (!typed.contains(".") || candidate.startsWith(section(typed))))
                .min(Comparator.comparingInt(String::length));
    }

    private static Optional<String> mistyped(String typed, Collection<String> candidates, int most) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> edits(typed, candidate)))
                .filter(candidate -> edits(typed, candidate) <= most);
    }

    private static int most(String typed) {
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
