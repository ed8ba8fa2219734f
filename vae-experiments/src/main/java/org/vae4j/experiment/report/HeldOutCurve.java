package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.config.formula.TrainedBound;

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

    /** The bound after an epoch. */
    record Point(int epoch, double value) {}

    /** The curve of a run; of fewer than two points where nothing was measured. */
    static HeldOutCurve of(RunContents run) {
        return run.trainedBound()
                .flatMap(bound -> ofTrained(run, bound))
                .filter(curve -> curve.points().size() > 1)
                .orElseGet(() -> ofTotal(run));
    }

    /** By what selects epochs where validation computed it, else by the few examples of the diagnostics. */
    private static Optional<HeldOutCurve> ofTrained(RunContents run, TrainedBound bound) {
        List<Point> selection = points(
                run,
                line -> line.at("/selection/criterion").asText().equals(bound.criterion())
                        ? line.at("/selection/negBoundNats")
                        : line.path(""));
        List<Point> few = points(run, line -> line.at("/diagnostics/" + ObjectiveCharts.BOUNDS + "/" + bound.draws()));
        boolean validated = selection.size() > 1;
        return Optional.of(new HeldOutCurve(
                bound.title(),
                validated ? "validation examples" : ofDiagnostics(run),
                BoundNames.NATS.suffix(),
                bound.minimised(),
                validated ? selection : few));
    }

    private static String ofDiagnostics(RunContents run) {
        return run.metrics().stream()
                .map(line -> line.at("/diagnostics/elboGapExamples"))
                .filter(JsonNode::isNumber)
                .findFirst()
                .map(count -> run.examples(run.heldOutPart(), count.asLong()))
                .orElse("");
    }

    private static HeldOutCurve ofTotal(RunContents run) {
        String part = run.heldOutPart();
        return new HeldOutCurve(
                run.names().title(),
                part.equals("valid") ? "validation examples" : "test examples",
                run.names().suffix(),
                !ObjectiveCharts.differs(run),
                points(
                        run,
                        line -> line.path(part)
                                .path(BoundNames.in(line.path(part)).total())));
    }

    private static List<Point> points(RunContents run, Function<JsonNode, JsonNode> value) {
        List<Point> points = new ArrayList<>();
        for (JsonNode line : run.metrics()) {
            JsonNode found = value.apply(line);
            if (found.isNumber()) {
                points.add(new Point(line.path("epoch").asInt(), found.asDouble()));
            }
        }
        return points;
    }

    Point last() {
        return points.get(points.size() - 1);
    }

    Point beforeLast() {
        return points.get(points.size() - 2);
    }

    Point best() {
        return points.stream().min(Comparator.comparingDouble(Point::value)).orElseGet(this::last);
    }
}
