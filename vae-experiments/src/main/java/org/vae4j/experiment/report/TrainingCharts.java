package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.estimate.MeanCurve;
import org.vae4j.experiment.report.html.HeatRows;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Rows;
import org.vae4j.experiment.report.html.Subscripts;
import org.vae4j.experiment.report.html.Svg;
import org.vae4j.experiment.report.html.TermCaption;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.experiment.report.latent.LatentNames;
import org.vae4j.experiment.report.text.DataPart;

/** The numbers of {@code metrics.jsonl} over the epochs, as drawings of a page. */
final class TrainingCharts {

    private static final List<String> ORDER = List.of("train", "valid", "test");
    /** More points than a chart can tell apart. */
    private static final int MOST_POINTS = 400;
    /** More cells than a page should carry. */
    private static final int MOST_COLUMNS = 48;

    private static final String MEANS = "On training examples it is a mean over each epoch, while the parameters move;"
            + " on the others it is measured after the epoch.";

    private static final Size HALF = new Size(440, 280);
    private static final int MIN_POINTS = 3;
    /** More dimensions than a page should list. */
    private static final int MOST_ROWS = 32;
    /** Long runs leave the first twentieth above the axis, because it would hide the rest. */
    private static final int SETTLING = 20;

    /** Of the range of lines, what is free above and below them; of points after one epoch, which are alone. */
    private static final double AROUND_LINES = 0.05;

    private static final double AROUND_POINTS = 0.4;

    private final RunContents run;
    private final List<JsonNode> metrics;
    private final BoundNames names;
    private final Size size;

    /** The size of the charts: their letters have 13 to 15 of these units. */
    record Size(int width, int height) {

        Page.Drawing drawing(XYChart chart, String id, String title, String caption) {
            String ends = chart.getSeriesCollection().stream()
                    .map(s -> s.getName() + " ends at " + Words.number(s.getYData()[s.getYData().length - 1]))
                    .collect(Collectors.joining(", "));
            List<Page.Key> keys = Svg.keys(chart);
            return new Page.Drawing(
                            Svg.of(chart, width, height, id, title + " over the epochs: " + ends),
                            keys.size() > 1 ? keys : List.of(),
                            title,
                            caption,
                            "half")
                    .from(new VectorFigure(id, chart, width, height));
        }
    }

    TrainingCharts(RunContents run) {
        this.run = run;
        this.metrics = run.metrics();
        this.names = run.names();
        this.size = HALF;
    }

    List<Page.Block> all() {
        return Rows.filled(drawn());
    }

    private List<Page.Block> drawn() {
        List<Page.Block> charts = new ArrayList<>();
        totals(charts);
        ObjectiveCharts objective = new ObjectiveCharts(run, size);
        charts.addAll(objective.minimised());
        charts.addAll(objective.weights());
        objective.bounds().ifPresent(charts::add);
        objective.effectiveSampleSize().ifPresent(charts::add);
        termNames().stream()
                .filter(name -> !objective.drawnTerms().contains(name))
                .forEach(name -> term(charts, name));
        single(
                charts,
                "activeUnits",
                "Active units",
                "Dimensions whose " + run.space().locationName() + " has a variance above 0.01 over " + diagnosed()
                        + ".",
                "dimensions");
        if (rates().distinct().count() > 1) {
            XYChart chart = lines("learning rate");
            add(chart, "learning rate", 0, metrics, line -> line.path("learningRate"));
            charts.add(size.drawing(chart, "rate", "Learning rate", "The learning rate at the end of each epoch."));
        }
        levels(charts);
        heatMap(charts);
        return charts;
    }

    /** The examples of the diagnostics, for a caption. */
    private String diagnosed() {
        return metrics.stream()
                .map(line -> line.path("diagnostics").path("examples"))
                .filter(JsonNode::isNumber)
                .findFirst()
                .map(examples -> run.examples(run.heldOutPart(), examples.asLong()))
                .orElse("the " + DataPart.of(run.heldOutPart()).examples());
    }

    /** The divergence of each level, where there are several. */
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
                    Subscripts.letters(LatentNames.level(level)),
                    level,
                    present,
                    line -> line.path("diagnostics").path("levels").path(level).path("klNats"));
        }
        charts.add(size.drawing(
                chart,
                "levels",
                "KL of each level",
                "The divergence of each level's posterior from its prior given the level above, a mean over "
                        + diagnosed() + "; z_1 is next to the data."));
    }

    private void totals(List<Page.Block> charts) {
        switch (names) {
            case NATS ->
                curve(
                        charts,
                        names.total(),
                        "Negative ELBO",
                        "Reconstruction + KL, an upper bound on " + run.negLogEvidence() + ". " + MEANS);
            case LOSS ->
                curve(
                        charts,
                        names.total(),
                        "Loss",
                        "Reconstruction + KL, which is no bound on −log p(x) and not in nats. " + MEANS);
            case CODE ->
                curve(
                        charts,
                        names.total(),
                        "Reconstruction loss",
                        "−log p(x|z) at the code z of x, which is no bound on −log p(x). " + MEANS);
        }
        if (names.hasKl()) {
            String caption = names == BoundNames.NATS
                    ? "−log p(x|z) of z drawn from q(z|x)."
                    : "The loss of what the decoder makes of z drawn from q(z|x).";
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
                        DataPart.of(part).words(),
                        ORDER.indexOf(part),
                        present,
                        l -> l.path(part).path(metric));
            }
        }
        if (!chart.getSeriesCollection().isEmpty()) {
            leaveOutTheFall(chart);
            charts.add(size.drawing(chart, metric, title, run.notation().in(caption)));
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

    /** The share that a discriminator classifies correctly, and the steps in which a network learned. */
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
                        DataPart.of(part).words(),
                        ORDER.indexOf(part),
                        present,
                        l -> l.path(part).path("terms").path(name));
            }
        }
        TermCaption caption = TermCaption.of(name, termNames());
        charts.add(size.drawing(
                chart, "term-" + name, caption.title(), run.notation().in(caption.text())));
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
            chart.getStyler().setYAxisTickMarkSpacingHint((int) Math.max(44, 0.75 * size.height() / Math.max(1, most)));
            charts.add(size.drawing(chart, key, title, caption));
        }
    }

    static void add(XYChart chart, String name, int colour, List<JsonNode> lines, Function<JsonNode, JsonNode> value) {
        List<JsonNode> thin = Charts.thin(lines, MOST_POINTS);
        var series = chart.addSeries(
                name,
                epochs(thin),
                thin.stream().mapToDouble(l -> value.apply(l).asDouble()).toArray());
        series.setMarkerColor(Charts.colour(colour));
        series.setLineColor(Charts.colour(colour));
        if (thin.size() < MIN_POINTS) {
            series.setMarker(SeriesMarkers.CIRCLE);
        }
    }

    /** Adds a curve in no style; of very many points some are left out. */
    static XYSeries add(XYChart chart, String name, MeanCurve curve) {
        List<Integer> shown =
                Charts.thin(IntStream.range(0, curve.epochs().size()).boxed().toList(), MOST_POINTS);
        XYSeries series = chart.addSeries(
                name,
                shown.stream().mapToDouble(i -> curve.epochs().get(i)).toArray(),
                shown.stream().mapToDouble(i -> curve.values().get(i)).toArray());
        if (shown.size() < MIN_POINTS) {
            series.setMarker(SeriesMarkers.CIRCLE);
        }
        return series;
    }

    static void leaveOutTheFall(XYChart chart) {
        boolean first = chart.getSeriesCollection().stream().allMatch(series -> series.getYData().length == 1);
        double highest = values(chart, first ? 1 : SETTLING).max().orElse(Double.NaN);
        double lowest = values(chart, 1).min().orElse(Double.NaN);
        double margin = (first ? AROUND_POINTS : AROUND_LINES) * (highest - lowest);
        if (highest > lowest) {
            // Room around points must not look as if a KL could be negative.
            chart.getStyler().setYAxisMin(first && lowest >= 0 ? Math.max(0, lowest - margin) : lowest - margin);
            chart.getStyler().setYAxisMax(highest + margin);
        }
    }

    /** Of series of at least so many points, without their first share; dashes have gaps, which are left out. */
    private static DoubleStream values(XYChart chart, int length) {
        return chart.getSeriesCollection().stream()
                .map(XYSeries::getYData)
                .filter(y -> y.length >= length)
                .flatMapToDouble(y -> Arrays.stream(y).skip(length == 1 ? 0 : y.length / length))
                .filter(Double::isFinite);
    }

    /** Dimensions from the top by their KL at the end. */
    private void heatMap(List<Page.Block> charts) {
        List<JsonNode> present = Charts.thin(
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
        List<Integer> order = largestFirst(kl[kl.length - 1]);
        double highest = Arrays.stream(kl).flatMapToDouble(Arrays::stream).max().orElse(1);
        double top = HeatRows.limit(highest);
        charts.add(new Page.Drawing(
                HeatRows.html(
                        present.stream().map(l -> l.path("epoch").asInt()).toList(),
                        kl,
                        order,
                        top,
                        run.latentNames()::name),
                List.of(),
                "KL of each dimension, epoch by epoch",
                "The KL from the prior" + (run.latentNames().levels().size() > 1 ? " given the level above" : "")
                        + ", a mean over " + diagnosed()
                        + ", from the first epoch on the left to the last on the right, whose values are given. "
                        + (order.size() < dimensions
                                ? "Of " + dimensions + " dimensions the " + order.size()
                                        + " of the largest KL are shown."
                                : "Dimensions of the largest KL stand on top."),
                "wide map",
                Optional.of(new Page.Scale("heat-scale", "0", Words.number(top) + " nats", Svg.range())),
                Optional.empty()));
    }

    private static List<Integer> largestFirst(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Double.compare(values[b], values[a]))
                .limit(MOST_ROWS)
                .toList();
    }

    static double[] doubles(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }

    private static double[] epochs(List<JsonNode> lines) {
        return lines.stream().mapToDouble(l -> l.path("epoch").asDouble()).toArray();
    }

    static XYChart lines(String unit) {
        XYChart chart = Charts.overEpochs("", unit);
        chart.getStyler().setLegendVisible(false);
        return chart;
    }
}
