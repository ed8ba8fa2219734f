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
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.chart.Charts;
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
    /** Of long runs the first twentieth is left above the axis: it would hide the rest. */
    private static final int SETTLING = 20;

    private final List<JsonNode> metrics;

    TrainingCharts(List<JsonNode> metrics) {
        this.metrics = metrics;
    }

    List<Page.Block> all() {
        List<Page.Block> charts = new ArrayList<>();
        curve(charts, BoundNames.NATS.total(), "Negative ELBO", "reconstruction + KL; a bound on −log p(x)");
        curve(charts, BoundNames.LOSS.total(), "Loss", "reconstruction + KL; no bound on log p(x), and not in nats");
        curve(charts, BoundNames.NATS.reconstruction(), "Reconstruction", "−log p(x|z), z drawn from q(z|x)");
        curve(charts, BoundNames.LOSS.reconstruction(), "Reconstruction", "the loss of x, z drawn from q(z|x)");
        curve(charts, "klNats", "KL", "of q(z|x) from the prior");
        termNames().forEach(name -> term(charts, name));
        single(charts, "activeUnits", "Active units", "variance of the posterior mean above 0.01", "dimensions");
        if (rates().distinct().count() > 1) {
            XYChart chart = lines("learning rate");
            add(chart, "learning rate", 0, metrics, line -> line.path("learningRate"));
            charts.add(drawing(chart, "rate", "Learning rate", ""));
        }
        heatMap(charts);
        return charts;
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
        charts.add(drawing(chart, "term-" + name, name, "a term of the objective, or what its discriminator tells"));
    }

    private void single(List<Page.Block> charts, String key, String title, String caption, String unit) {
        List<JsonNode> present = metrics.stream()
                .filter(l -> l.path("diagnostics").path(key).isNumber())
                .toList();
        if (!present.isEmpty()) {
            XYChart chart = lines(unit);
            add(chart, title, 0, present, l -> l.path("diagnostics").path(key));
            chart.getStyler().setYAxisMin(0.0);
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
                .max()
                .orElse(Double.NaN);
        double lowest = chart.getSeriesCollection().stream()
                .flatMapToDouble(series -> Arrays.stream(series.getYData()))
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
                .sorted((a, b) -> Double.compare(kl[kl.length - 1][a], kl[kl.length - 1][b]))
                .toList();
        HeatMapChart chart = Charts.heatMap("", "epoch", "dimension of z");
        chart.addSeries(
                "KL (nats)",
                present.stream().map(l -> l.path("epoch").asInt()).toList(),
                order.stream().map(d -> "z" + (d + 1)).toList(),
                cells(kl, order));
        double highest = Arrays.stream(kl).flatMapToDouble(Arrays::stream).max().orElse(1);
        double top = Math.max(0.1, Math.ceil(10 * highest) / 10);
        chart.getStyler().setMin(0).setMax(top).setLegendVisible(false);
        chart.getStyler().setXAxisMaxLabelCount(10);
        String alt = "Heat map of the KL of each of " + dimensions + " dimensions over the epochs, from 0 to "
                + Words.number(highest) + " nats";
        charts.add(new Page.Drawing(
                Svg.of(chart, 2 * WIDTH, Math.min(1000, 160 + 16 * dimensions), "heat", alt),
                List.of(),
                "KL of each dimension",
                "those that tell most on top",
                "wide map",
                Optional.of(new Page.Scale("heat-scale", "0", Words.number(top) + " nats", Svg.range()))));
    }

    /** Column, row and value of each cell, the dimensions in a given order from the bottom to the top. */
    private static List<Number[]> cells(double[][] kl, List<Integer> order) {
        List<Number[]> cells = new ArrayList<>();
        for (int column = 0; column < kl.length; column++) {
            for (int row = 0; row < order.size(); row++) {
                cells.add(new Number[] {column, row, kl[column][order.get(row)]});
            }
        }
        return cells;
    }

    private static double[] doubles(JsonNode array) {
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
        XYChart chart = Charts.lines("", "epoch", unit);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler()
                .setXAxisTickLabelsFormattingFunction(
                        epoch -> Math.abs(epoch - Math.rint(epoch)) < 1e-9 ? Charts.number(epoch) : "");
        return chart;
    }

    private static Page.Drawing drawing(XYChart chart, String id, String title, String caption) {
        String ends = chart.getSeriesCollection().stream()
                .map(s -> s.getName() + " ends at " + Words.number(s.getYData()[s.getYData().length - 1]))
                .collect(Collectors.joining(", "));
        List<Page.Key> keys = Svg.keys(chart);
        return new Page.Drawing(
                Svg.of(chart, WIDTH, HEIGHT, id, title + " over the epochs: " + ends),
                keys.size() > 1 ? keys : List.of(),
                title,
                caption,
                "half");
    }
}
