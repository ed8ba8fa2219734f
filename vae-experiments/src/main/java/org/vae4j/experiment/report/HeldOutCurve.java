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
 * The trained bound on held-out examples over the epochs. It shows whether training went on for too long, or not for
 * long enough.
 *
 * @param title the name of the bound, such as "negative ELBO"
 * @param examples the examples that the bound is a mean over, in words
 * @param unit the unit behind a value, " nats" or empty
 * @param minimised whether training minimised this bound
 * @param points the values, one per epoch in which the bound was measured
 */
record HeldOutCurve(String title, String examples, String unit, boolean minimised, List<Point> points) {

    /**
     * The bound after an epoch.
     *
     * @param epoch the number of the epoch, from 1
     * @param value the value of the bound
     */
    record Point(int epoch, double value) {}

    /** Copies the list. */
    HeldOutCurve {
        points = List.copyOf(points);
    }

    /**
     * The curve of a trained bound other than the ELBO. Its values are those of validation if validation computed the
     * bound, else those of the diagnostics, which take fewer examples.
     *
     * @param metrics one object per epoch
     * @param bound the trained bound
     * @param diagnosed the examples of the diagnostics in words
     * @return a curve with fewer than two points if the bound was not measured
     */
    static HeldOutCurve ofTrained(List<JsonNode> metrics, TrainedBound bound, String diagnosed) {
        List<Point> selection = points(
                metrics,
                line -> line.at("/selection/criterion").asText().equals(bound.criterion())
                        ? line.at("/selection/negBoundNats")
                        : line.path(""));
        boolean validated = selection.size() > 1;
        return new HeldOutCurve(
                bound.title(),
                validated ? DataPart.VALID.examples() : diagnosed,
                BoundNames.NATS.suffix(),
                bound.minimised(),
                validated
                        ? selection
                        : points(metrics, line -> line.at("/diagnostics/negBoundNatsBySamples/" + bound.draws())));
    }

    /**
     * The curve of the sum of reconstruction and KL, or of the reconstruction of an autoencoder.
     *
     * @param metrics one object per epoch
     * @param names the names of the run's numbers
     * @param part {@code valid} or {@code test}
     * @param minimised whether training minimised this sum
     * @return a curve with fewer than two points if the sum was not measured
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

    /** {@return whether there are at least two points; only then the curve has a last point but one} */
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

    /** {@return the point with the least value} */
    Point best() {
        return points.stream().min(Comparator.comparingDouble(Point::value)).orElseGet(this::last);
    }
}
