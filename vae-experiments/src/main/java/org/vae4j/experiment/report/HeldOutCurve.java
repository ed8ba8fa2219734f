package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.config.formula.TrainedBound;
import org.vae4j.experiment.report.text.DataPart;

/**
 * What tells over the epochs whether a training went on too long or not long enough: the bound that is trained, on
 * examples that it is not trained on.
 *
 * @param title of the bound in words, such as "negative ELBO"
 * @param examples that it is a mean over, in words
 * @param unit what follows its value, " nats" or nothing
 * @param minimised whether the bound is what was minimised
 * @param points one per epoch in which it was measured
 */
record HeldOutCurve(String title, String examples, String unit, boolean minimised, List<Point> points) {

    /**
     * The bound after an epoch.
     *
     * @param epoch counted from 1
     * @param value of the bound
     */
    record Point(int epoch, double value) {}

    /** Copies the list. */
    HeldOutCurve {
        points = List.copyOf(points);
    }

    /**
     * The bound that is trained, where it is not the ELBO: by what selects epochs where validation computed it, else by
     * the few examples of the diagnostics.
     *
     * @param metrics one object per epoch
     * @param bound that is trained
     * @param few the examples of the diagnostics in words
     * @return of fewer than two points where it was not measured
     */
    static HeldOutCurve ofTrained(List<JsonNode> metrics, TrainedBound bound, String few) {
        List<Point> selection = points(
                metrics,
                line -> line.at("/selection/criterion").asText().equals(bound.criterion())
                        ? line.at("/selection/negBoundNats")
                        : line.path(""));
        boolean validated = selection.size() > 1;
        return new HeldOutCurve(
                bound.title(),
                validated ? DataPart.VALID.examples() : few,
                BoundNames.NATS.suffix(),
                bound.minimised(),
                validated
                        ? selection
                        : points(metrics, line -> line.at("/diagnostics/negBoundNatsBySamples/" + bound.draws())));
    }

    /**
     * The total of reconstruction and KL, or the reconstruction of a code.
     *
     * @param metrics one object per epoch
     * @param names what the run's numbers are called
     * @param part {@code valid} or {@code test}
     * @param minimised whether the total is what was minimised
     * @return of fewer than two points where it was not measured
     */
    static HeldOutCurve ofTotal(List<JsonNode> metrics, BoundNames names, String part, boolean minimised) {
        return new HeldOutCurve(
                names.title(),
                DataPart.of(part).examples(),
                names.suffix(),
                minimised,
                points(
                        metrics,
                        line -> line.path(part)
                                .path(BoundNames.in(line.path(part)).total())));
    }

    private static List<Point> points(List<JsonNode> metrics, Function<JsonNode, JsonNode> value) {
        List<Point> points = new ArrayList<>();
        for (JsonNode line : metrics) {
            JsonNode found = value.apply(line);
            if (found.isNumber()) {
                points.add(new Point(line.path("epoch").asInt(), found.asDouble()));
            }
        }
        return points;
    }

    /** {@return whether there are two points that can be compared} */
    boolean hasSteps() {
        return points.size() > 1;
    }

    /** {@return the last point} */
    Point last() {
        return points.get(points.size() - 1);
    }

    /** {@return the last point but one} */
    Point beforeLast() {
        return points.get(points.size() - 2);
    }

    /** {@return the point of the least value} */
    Point best() {
        return points.stream().min(Comparator.comparingDouble(Point::value)).orElseGet(this::last);
    }
}
