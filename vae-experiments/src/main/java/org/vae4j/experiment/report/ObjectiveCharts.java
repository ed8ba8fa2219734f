package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.config.formula.ObjectiveFormula;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Words;

/**
 * Charts of the objective of a training: its value where it is not the ELBO, the weights of its terms, and bounds on
 * −log p(x) by several numbers of draws.
 */
final class ObjectiveCharts {

    /** The key of bounds by several numbers of draws. */
    static final String BOUNDS = "negBoundNatsBySamples";
    /** The curve of a run whose configuration cannot be read. */
    private static final ObjectiveFormula.Curve UNKNOWN = new ObjectiveFormula.Curve(
            "What is minimised", "the objective with its weights, its draws and its terms", "", "");

    private static final String TERMS = "/train/terms/";

    /** A smaller difference, as a share of the total, is due to rounding. */
    private static final double ROUNDING = 1e-6;

    /** The upper end of an axis, as a multiple of the greatest value. */
    private static final double HEADROOM = 1.1;

    private final RunContents run;
    private final List<JsonNode> metrics;
    private final BoundNames names;
    private final TrainingCharts.Size size;

    ObjectiveCharts(RunContents run, TrainingCharts.Size size) {
        this.run = run;
        this.metrics = run.metrics();
        this.names = run.names();
        this.size = size;
    }

    /**
     * Charts the objective where it is not the total, which has its own chart; for several networks the loss of each.
     */
    List<Page.Drawing> minimised() {
        return run.objective().map(ObjectiveFormula::curves).orElse(List.of(UNKNOWN)).stream()
                .flatMap(curve -> minimised(curve).stream())
                .toList();
    }

    private Optional<Page.Drawing> minimised(ObjectiveFormula.Curve curve) {
        List<JsonNode> present = metrics.stream()
                .filter(line -> recorded(line, curve).isNumber())
                .filter(line -> curve.besides().isEmpty()
                        || line.at(TERMS + curve.besides()).isNumber())
                .toList();
        if (present.stream().noneMatch(this::differs)) {
            return Optional.empty();
        }
        XYChart chart = TrainingCharts.lines(isOfSeveralNetworks(run) ? "per example" : names.perExample());
        TrainingCharts.add(
                chart,
                "training",
                0,
                present,
                line -> DoubleNode.valueOf(recorded(line, curve).asDouble()
                        + line.at(TERMS + curve.besides()).asDouble(0)));
        TrainingCharts.leaveOutTheFall(chart);
        return Optional.of(size.drawing(
                chart,
                curve.recorded().isEmpty() ? "objective" : "objective-" + curve.recorded(),
                curve.title(),
                "Means over each epoch of training, while the parameters move: " + curve.text() + "."));
    }

    private JsonNode recorded(JsonNode line, ObjectiveFormula.Curve curve) {
        return curve.recorded().isEmpty() ? line.path(names.objective()) : line.at(TERMS + curve.recorded());
    }

    /** The names of the terms that a chart of {@link #minimised} shows. */
    Set<String> drawnTerms() {
        return run.objective().map(ObjectiveFormula::curves).orElse(List.of()).stream()
                .map(ObjectiveFormula.Curve::recorded)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Whether encoder and decoder each minimise their own loss. */
    static boolean isOfSeveralNetworks(RunContents run) {
        return run.objective()
                .filter(formula -> formula.losses() == ObjectiveFormula.Losses.OF_EACH_NETWORK)
                .isPresent();
    }

    /** Whether the objective differs from the total of reconstruction and KL in any epoch. */
    static boolean differs(RunContents run) {
        ObjectiveCharts charts = new ObjectiveCharts(run, new TrainingCharts.Size(0, 0));
        return run.metrics().stream()
                .filter(line -> line.path(run.names().objective()).isNumber())
                .anyMatch(charts::differs);
    }

    private boolean differs(JsonNode line) {
        double objective = line.path(names.objective()).asDouble();
        double total = line.path("train").path(names.total()).asDouble();
        return Math.abs(objective - total) > ROUNDING * Math.max(1, Math.abs(total));
    }

    /** Charts each weight of the objective that changes during training. */
    List<Page.Drawing> weights() {
        Set<String> weights = new LinkedHashSet<>();
        metrics.forEach(line -> line.path("weights").fieldNames().forEachRemaining(weights::add));
        List<Page.Drawing> charts = new ArrayList<>();
        weights.forEach(name -> weight(name).ifPresent(charts::add));
        return charts;
    }

    /** Charts one weight, whose values within an epoch are evenly spaced; empty if it does not change. */
    private Optional<Page.Drawing> weight(String name) {
        List<Double> epochs = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (JsonNode line : metrics) {
            JsonNode value = line.path("weights").path(name);
            double[] points = value.isArray() ? TrainingCharts.doubles(value) : new double[] {value.asDouble()};
            for (int i = 0; i < points.length && !value.isMissingNode(); i++) {
                epochs.add(line.path("epoch").asInt() - 1 + (double) i / points.length);
                values.add(points[i]);
            }
        }
        if (values.stream().distinct().count() < 2) {
            return Optional.empty();
        }
        String title = name.equals("beta") ? "β" : Words.title(name);
        XYChart chart = TrainingCharts.lines("weight");
        XYSeries series = chart.addSeries(title, epochs, values);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(Charts.colour(0));
        return Optional.of(
                size.drawing(chart, "weight-" + name.replace(' ', '-'), title, "A weight of the objective."));
    }

    /** Charts the bounds on −log p(x) by several numbers of draws, on the same examples; empty if there are none. */
    Optional<Page.Drawing> bounds() {
        List<JsonNode> present = diagnosed(BOUNDS);
        if (present.isEmpty()) {
            return Optional.empty();
        }
        XYChart chart = TrainingCharts.lines("nats per example");
        List<String> draws = new ArrayList<>();
        present.get(0).path("diagnostics").path(BOUNDS).fieldNames().forEachRemaining(draws::add);
        IntStream.range(0, draws.size())
                .forEach(i -> TrainingCharts.add(
                        chart,
                        draws.get(i).equals("1") ? "1 draw, the ELBO" : draws.get(i) + " draws",
                        i,
                        present,
                        line -> line.path("diagnostics").path(BOUNDS).path(draws.get(i))));
        TrainingCharts.leaveOutTheFall(chart);
        return Optional.of(size.drawing(
                chart,
                "bounds",
                "Bounds by draws",
                run.notation()
                        .in("Importance-weighted upper bounds on " + run.negLogEvidence() + ", means over "
                                + run.examples(
                                        run.heldOutPart(),
                                        present.get(0)
                                                .at("/diagnostics/elboGapExamples")
                                                .asLong())
                                + ". Where they part, q(z|x) is far from the posterior of the model.")));
    }

    /** Charts the effective sample size (Σw)² / Σw² of the importance weights w; empty if it was not measured. */
    Optional<Page.Drawing> effectiveSampleSize() {
        List<JsonNode> present = diagnosed("effectiveSampleSize").stream()
                .filter(line ->
                        line.path("diagnostics").path("effectiveSampleSize").isNumber())
                .toList();
        if (present.isEmpty()) {
            return Optional.empty();
        }
        String all = present.get(0).path("diagnostics").path("elboGapSamples").asText("?");
        XYChart chart = TrainingCharts.lines("draws");
        TrainingCharts.add(
                chart,
                "effective sample size",
                0,
                present,
                line -> line.path("diagnostics").path("effectiveSampleSize"));
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(upperEnd(present));
        return Optional.of(size.drawing(
                chart,
                "ess",
                "Effective sample size",
                run.notation()
                        .in("How many of " + all
                                + " draws of q(z|x) count in an estimate of p(x): (Σw)² / Σw² of their weights w, at most "
                                + all + "; the mean over the examples of the bounds by draws.")));
    }

    private static double upperEnd(List<JsonNode> present) {
        double greatest = present.stream()
                .mapToDouble(line ->
                        line.path("diagnostics").path("effectiveSampleSize").asDouble())
                .max()
                .orElse(1);
        return Math.max(1, Math.ceil(HEADROOM * greatest));
    }

    /** The lines of the epochs whose diagnostics have a key. */
    private List<JsonNode> diagnosed(String key) {
        return metrics.stream()
                .filter(line -> line.path("diagnostics").has(key))
                .toList();
    }
}
