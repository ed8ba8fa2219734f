package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.html.HeatRows;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;
import org.vae4j.experiment.report.html.Words;

/** What {@code metrics.jsonl} shows over the epochs, as drawings of a page. */
final class TrainingCharts {

    private static final Map<String, String> PARTS = Map.of("train", "training", "valid", "validation", "test", "test");
    private static final List<String> ORDER = List.of("train", "valid", "test");
    /** More points than a chart can tell apart. */
    private static final int MOST_POINTS = 400;
    /** More cells than a page should carry. */
    private static final int MOST_COLUMNS = 48;

    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;
    private static final int FEW = 3;
    /** More dimensions than a page should list. */
    private static final int MOST_ROWS = 32;
    /** Long runs leave the first twentieth above the axis, because it would hide the rest. */
    private static final int SETTLING = 20;

    private final List<JsonNode> metrics;
    private final BoundNames names;

    TrainingCharts(List<JsonNode> metrics, BoundNames names) {
        this.metrics = metrics;
        this.names = names;
    }

    List<Page.Block> all() {
        List<Page.Block> charts = new ArrayList<>();
        totals(charts);
        ObjectiveCharts objective = new ObjectiveCharts(metrics, names);
        objective.minimised().ifPresent(charts::add);
        charts.addAll(objective.weights());
        objective.bounds().ifPresent(charts::add);
        objective.effectiveSampleSize().ifPresent(charts::add);
        termNames().forEach(name -> term(charts, name));
        single(
                charts,
                "activeUnits",
                "Active units",
                "Dimensions whose posterior mean has a variance above 0.01 over the examples.",
                "dimensions");
        if (rates().distinct().count() > 1) {
            XYChart chart = lines("learning rate");
            add(chart, "learning rate", 0, metrics, line -> line.path("learningRate"));
            charts.add(drawing(chart, "rate", "Learning rate", "At the end of each epoch."));
        }
        levels(charts);
        heatMap(charts);
        return charts;
    }

    /** The divergence of each stochastic layer, where there are several. */
    private void levels(List<Page.Block> charts) {
        List<JsonNode> present = metrics.stream()
                .filter(l -> l.path("diagnostics").path("levels").isArray())
                .toList();
        if (present.isEmpty()) {
            return;
        }
        XYChart chart = lines("nats per example");
        int count = present.get(0).path("diagnostics").path("levels").size();
        for (int l = 0; l < count; l++) {
            int level = l;
            add(
                    chart,
                    "z_" + (level + 1),
                    level,
                    present,
                    line -> line.path("diagnostics").path("levels").path(level).path("klNats"));
        }
        charts.add(drawing(
                chart,
                "levels",
                "KL of each level",
                "Of the posterior from the prior given the level above; z_1 is next to the data."));
    }

    private void totals(List<Page.Block> charts) {
        switch (names) {
            case NATS -> curve(charts, names.total(), "Negative ELBO", "Reconstruction + KL, a bound on −log p(x).");
            case LOSS ->
                curve(charts, names.total(), "Loss", "Reconstruction + KL: no bound on log p(x), not in nats.");
            case CODE ->
                curve(charts, names.total(), "Reconstruction loss", "−log p(x|z) at the code z of x: no bound.");
        }
        if (names.hasKl()) {
            String caption = names == BoundNames.NATS
                    ? "−log p(x|z), z drawn from q(z|x)."
                    : "The loss of x, z drawn from q(z|x).";
            curve(charts, names.reconstruction(), "Reconstruction", caption);
            curve(charts, "klNats", "KL", "The divergence of q(z|x) from the prior.");
        }
    }

    private DoubleStream rates() {
        return metrics.stream().mapToDouble(line -> line.path("learningRate").asDouble());
    }

    private void curve(List<Page.Block> charts, String metric, String title, String caption) {
        XYChart chart = lines(metric.endsWith("Nats") ? "nats per example" : "per example");
        for (String part : ORDER) {
            List<JsonNode> present = metrics.stream()
                    .filter(l -> l.path(part).path(metric).isNumber())
                    .toList();
            if (!present.isEmpty()) {
                add(
                        chart,
                        PARTS.get(part),
                        ORDER.indexOf(part),
                        present,
                        l -> l.path(part).path(metric));
            }
        }
        if (!chart.getSeriesCollection().isEmpty()) {
            leaveOutTheFall(chart);
            charts.add(drawing(chart, metric, title, caption));
        }
    }

    /** The terms of the objective, and what the phases of its discriminators tell. */
    private List<String> termNames() {
        return metrics.stream()
                .flatMap(line -> StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(
                                line.path("train").path("terms").fieldNames(), Spliterator.ORDERED),
                        false))
                .distinct()
                .toList();
    }

    /** What a discriminator tells rightly, and the steps in which somebody learned. */
    private static boolean isShare(String name) {
        return name.endsWith("Accuracy") || name.endsWith("Learns");
    }

    private void term(List<Page.Block> charts, String name) {
        // What a term's discriminator tells has the term's name before its own.
        Optional<String> of = termNames().stream()
                .filter(other -> !other.equals(name) && name.startsWith(other))
                .findFirst();
        XYChart chart = lines(isShare(name) ? "share" : "per example");
        for (String part : ORDER) {
            List<JsonNode> present = metrics.stream()
                    .filter(l -> l.path(part).path("terms").path(name).isNumber())
                    .toList();
            if (!present.isEmpty()) {
                add(
                        chart,
                        PARTS.get(part),
                        ORDER.indexOf(part),
                        present,
                        l -> l.path(part).path("terms").path(name));
            }
        }
        charts.add(drawing(
                chart,
                "term-" + name,
                Words.title(name),
                of.map(term -> "What the term " + term + " tells of itself.").orElse("A term of the objective.")));
    }

    private void single(List<Page.Block> charts, String key, String title, String caption, String unit) {
        List<JsonNode> present = metrics.stream()
                .filter(l -> l.path("diagnostics").path(key).isNumber())
                .toList();
        if (!present.isEmpty()) {
            XYChart chart = lines(unit);
            add(chart, title, 0, present, l -> l.path("diagnostics").path(key));
            double most = present.stream()
                    .mapToDouble(l -> l.path("diagnostics").path(key).asDouble())
                    .max()
                    .orElse(1);
            chart.getStyler().setYAxisMin(0.0);
            // Between whole units there is none.
            chart.getStyler().setYAxisTickMarkSpacingHint((int) Math.max(44, 0.75 * HEIGHT / Math.max(1, most)));
            charts.add(drawing(chart, key, title, caption));
        }
    }

    static void add(XYChart chart, String name, int colour, List<JsonNode> lines, Function<JsonNode, JsonNode> value) {
        List<JsonNode> thin = thin(lines, MOST_POINTS);
        var series = chart.addSeries(
                name,
                epochs(thin),
                thin.stream().mapToDouble(l -> value.apply(l).asDouble()).toArray());
        series.setMarkerColor(Charts.colour(colour));
        series.setLineColor(Charts.colour(colour));
        if (thin.size() < FEW) {
            series.setMarker(SeriesMarkers.CIRCLE);
        }
    }

    static void leaveOutTheFall(XYChart chart) {
        double highest = chart.getSeriesCollection().stream()
                .filter(series -> series.getYData().length >= SETTLING)
                .flatMapToDouble(series -> Arrays.stream(series.getYData()).skip(series.getYData().length / SETTLING))
                // Dashes have gaps.
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
        double lowest = chart.getSeriesCollection().stream()
                .flatMapToDouble(series -> Arrays.stream(series.getYData()))
                .filter(Double::isFinite)
                .min()
                .orElse(Double.NaN);
        if (highest > lowest) {
            chart.getStyler().setYAxisMin(lowest - 0.05 * (highest - lowest));
            chart.getStyler().setYAxisMax(highest + 0.05 * (highest - lowest));
        }
    }

    /** Dimensions from the top by their KL at the end. */
    private void heatMap(List<Page.Block> charts) {
        List<JsonNode> present = thin(
                metrics.stream()
                        .filter(l -> !l.path("diagnostics")
                                .path("klPerDimensionNats")
                                .isEmpty())
                        .toList(),
                MOST_COLUMNS);
        if (present.size() < 2) {
            return;
        }
        double[][] kl = present.stream()
                .map(l -> doubles(l.path("diagnostics").path("klPerDimensionNats")))
                .toArray(double[][]::new);
        int dimensions = kl[kl.length - 1].length;
        if (Arrays.stream(kl).anyMatch(row -> row.length != dimensions)) {
            return;
        }
        List<Integer> order = IntStream.range(0, dimensions)
                .boxed()
                .sorted((a, b) -> Double.compare(kl[kl.length - 1][b], kl[kl.length - 1][a]))
                .limit(MOST_ROWS)
                .toList();
        double highest = Arrays.stream(kl).flatMapToDouble(Arrays::stream).max().orElse(1);
        double top = Math.max(0.1, Math.ceil(10 * highest) / 10);
        charts.add(new Page.Drawing(
                HeatRows.html(present.stream().map(l -> l.path("epoch").asInt()).toList(), kl, order, top),
                List.of(),
                "KL of each dimension",
                "From the first epoch on the left to the last on the right, whose values are given. "
                        + (order.size() < dimensions
                                ? "The " + order.size() + " of " + dimensions + " that tell most."
                                : "Those that tell most stand on top."),
                "wide map",
                Optional.of(new Page.Scale("heat-scale", "0", Words.number(top) + " nats", Svg.range())),
                Optional.empty()));
    }

    static double[] doubles(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }

    /** Equally spaced, the last always among them. */
    private static List<JsonNode> thin(List<JsonNode> lines, int most) {
        int step = (lines.size() + most - 1) / most;
        return step <= 1
                ? lines
                : IntStream.range(0, lines.size())
                        .filter(i -> (lines.size() - 1 - i) % step == 0)
                        .mapToObj(lines::get)
                        .toList();
    }

    private static double[] epochs(List<JsonNode> lines) {
        return lines.stream().mapToDouble(l -> l.path("epoch").asDouble()).toArray();
    }

    static XYChart lines(String unit) {
        XYChart chart = Charts.overEpochs("", unit);
        chart.getStyler().setLegendVisible(false);
        return chart;
    }

    static Page.Drawing drawing(XYChart chart, String id, String title, String caption) {
        String ends = chart.getSeriesCollection().stream()
                .map(s -> s.getName() + " ends at " + Words.number(s.getYData()[s.getYData().length - 1]))
                .collect(Collectors.joining(", "));
        List<Page.Key> keys = Svg.keys(chart);
        return new Page.Drawing(
                        Svg.of(chart, WIDTH, HEIGHT, id, title + " over the epochs: " + ends),
                        keys.size() > 1 ? keys : List.of(),
                        title,
                        caption,
                        "half")
                .from(new VectorFigure(id, chart, WIDTH, HEIGHT));
    }
}
