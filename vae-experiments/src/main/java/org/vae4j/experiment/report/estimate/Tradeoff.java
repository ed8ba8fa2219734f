package org.vae4j.experiment.report.estimate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The trade-off of settings between two numbers, both of which are better the lower they are: the Pareto front of the
 * settings, and the settings whose intervals overlap.
 *
 * @param points the settings, each with an estimate of both numbers
 */
public record Tradeoff(List<Point> points) {

    /** A sentence names at most this many pairs of settings and counts the others. */
    private static final int MAX_NAMED_PAIRS = 4;

    /** Copies the list. */
    public Tradeoff {
        points = List.copyOf(points);
    }

    /**
     * A setting.
     *
     * @param name the name that readers know the setting by
     * @param first the estimate of the first number
     * @param second the estimate of the second number
     */
    public record Point(String name, Estimate first, Estimate second) {

        /** Whether the means of this setting are as low as those of another in both numbers, and lower in one. */
        private boolean beats(Point other) {
            boolean asGood = first.mean() <= other.first.mean() && second.mean() <= other.second.mean();
            return asGood && (first.mean() < other.first.mean() || second.mean() < other.second.mean());
        }

        private boolean overlaps(Point other) {
            return first.overlaps(other.first) && second.overlaps(other.second);
        }

        private boolean hasIntervals() {
            return first.halfWidth().isPresent() && second.halfWidth().isPresent();
        }
    }

    /** {@return the settings whose two means no other setting beats, in the order of the first number} */
    public List<Point> front() {
        return points.stream()
                .filter(point -> points.stream().noneMatch(other -> other.beats(point)))
                .sorted(Comparator.comparingDouble(point -> point.first().mean()))
                .toList();
    }

    /**
     * Names the pairs of settings, at least one of them on the front, whose intervals overlap in both numbers.
     * Overlapping intervals do not show that the means are equal.
     *
     * @return a sentence for the caption of a chart; empty if no setting has an interval
     */
    public String overlapSentence() {
        if (points.stream().noneMatch(Point::hasIntervals)) {
            return "";
        }
        List<String> pairs = overlappingPairs();
        if (pairs.isEmpty()) {
            return "No setting of the line has intervals that overlap those of another in both numbers.";
        }
        int unnamed = pairs.size() - MAX_NAMED_PAIRS;
        String more = unnamed > 0 ? "; and " + unnamed + (unnamed == 1 ? " more pair" : " more pairs") : "";
        return "Intervals overlap in both numbers for "
                + pairs.stream().limit(MAX_NAMED_PAIRS).collect(Collectors.joining("; ")) + more + ".";
    }

    private List<String> overlappingPairs() {
        List<Point> front = front();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            for (int j = i + 1; j < points.size(); j++) {
                Point earlier = points.get(i);
                Point later = points.get(j);
                if ((front.contains(earlier) || front.contains(later)) && earlier.overlaps(later)) {
                    pairs.add(earlier.name() + " and " + later.name());
                }
            }
        }
        return pairs;
    }
}
