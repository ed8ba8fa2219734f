package org.vae4j.experiment.report.estimate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Settings by two numbers of which both are better when they are lower: which settings no other beats, and which of
 * these the runs do not tell from another.
 *
 * @param points the settings, each with an estimate of both numbers
 */
public record Tradeoff(List<Point> points) {

    /** More pairs are no sentence. */
    private static final int MOST_PAIRS = 4;

    /** Copies the list. */
    public Tradeoff {
        points = List.copyOf(points);
    }

    /**
     * A setting.
     *
     * @param name what a reader knows it by
     * @param first one number
     * @param second the other number
     */
    public record Point(String name, Estimate first, Estimate second) {

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

    /** {@return the settings whose two means no other setting beats, by the first number} */
    public List<Point> front() {
        return points.stream()
                .filter(point -> points.stream().noneMatch(other -> other.beats(point)))
                .sorted(Comparator.comparingDouble(point -> point.first().mean()))
                .toList();
    }

    /**
     * Says which settings of the front are not told from another setting, because the intervals of both numbers
     * overlap.
     *
     * @return a sentence; empty where no setting has an interval
     */
    public String alike() {
        if (points.stream().noneMatch(Point::hasIntervals)) {
            return "";
        }
        List<String> pairs = pairs();
        if (pairs.isEmpty()) {
            return "No setting of the line has intervals that overlap those of another in both numbers.";
        }
        int left = pairs.size() - MOST_PAIRS;
        String more = left > 0 ? "; and " + left + (left == 1 ? " more pair" : " more pairs") : "";
        return "Settings whose intervals overlap in both numbers are not told apart: "
                + pairs.stream().limit(MOST_PAIRS).collect(Collectors.joining("; ")) + more + ".";
    }

    private List<String> pairs() {
        List<Point> front = front();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            for (int j = i + 1; j < points.size(); j++) {
                Point a = points.get(i);
                Point b = points.get(j);
                if ((front.contains(a) || front.contains(b)) && a.overlaps(b)) {
                    pairs.add(a.name() + " and " + b.name());
                }
            }
        }
        return pairs;
    }
}
