package org.vae4j.experiment.config.binding;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who mistyped a name may have meant. */
public final class Nearest {

    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private Nearest() {}

    /**
     * The candidate with the fewest edits; for dotted names, the last part alone may also match, at the price of one
     * edit. A candidate that shares less than half of what was typed is none.
     *
     * @param typed what was typed
     * @param candidates what exists
     * @return nothing when there is no candidate, or none that is near
     */
    public static Optional<String> to(String typed, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> edits(typed, candidate)))
                .filter(candidate -> edits(typed, candidate) <= (last(typed).length() + 1) / 2 + 1);
    }

    private static int edits(String typed, String candidate) {
        int whole = DISTANCE.apply(typed, candidate);
        return candidate.contains(".") || typed.contains(".")
                ? Math.min(whole, 1 + DISTANCE.apply(last(typed), last(candidate)))
                : whole;
    }

    private static String last(String dotted) {
        return dotted.substring(dotted.lastIndexOf('.') + 1);
    }
}
