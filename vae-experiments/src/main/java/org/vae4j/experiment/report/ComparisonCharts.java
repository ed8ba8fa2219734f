package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.chart.LineStyles;
import org.vae4j.experiment.report.chart.TradeoffChart;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.estimate.Estimate;
import org.vae4j.experiment.report.estimate.MeanCurve;
import org.vae4j.experiment.report.estimate.Tradeoff;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Rows;
import org.vae4j.experiment.report.html.Svg;
import org.vae4j.experiment.report.text.DataPart;

/**
 * Charts that compare runs. The value of a setting has one colour in all charts, which the runs of different seeds
 * share.
 */
final class ComparisonCharts {

    /** Colours and dashes tell at most this many settings apart. */
    static final int MAX_GROUPS = 20;

    /** The two numbers of the trade-off chart. */
    private static final List<ComparedMetric> TRADEOFF = List.of(ComparedMetric.KL, ComparedMetric.RECONSTRUCTION);

    /** With more curves, one could not tell the seeds of one setting from those of another; seeds are then averaged. */
    private static final int MAX_CURVES = 12;

    /** The held-out parts of the data, the preferred part first. */
    private static final List<DataPart> HELD_OUT = List.of(DataPart.VALID, DataPart.TEST);

    static final int WIDTH = 440;
    static final int HEIGHT = 280;

    private final SeedGroups groups;
    private final List<RunContents> runs;
    private final VariedKeys varied;
    private final LineStyles styles;
    private final String suffix;

    ComparisonCharts(SeedGroups groups, List<RunContents> runs, VariedKeys varied, String suffix) {
        this.groups = groups;
        this.runs = runs;
        this.varied = varied;
        this.styles = groups.styles();
        this.suffix = suffix;
    }

    /** Charts each metric against each key that was varied, and reconstruction against KL. */
    List<Page.Block> results() {
        List<Page.Block> charts = new ArrayList<>();
        for (String key : varied.settings()) {
            SettingChart chart = new SettingChart(groups, runs, varied, styles, key);
            for (ComparedMetric metric : ComparedMetric.present(runs)) {
                chart.of(metric, suffix).ifPresent(charts::add);
            }
        }
        List<Page.Block> filled = new ArrayList<>(Rows.filled(charts));
        tradeoff().ifPresent(filled::add);
        return filled;
    }

    /** A text on how to read the charts of the results. */
    String text() {
        if (!groups.hasSeveralSeeds()) {
            return "On test examples.";
        }
        return "On test examples. Points are means over seeds, bars their 95 % confidence intervals. A bar without a stroke"
                + " across its end stops at what the number cannot pass, as a KL cannot fall below 0."
                + (varied.settings().size() > 1
                        ? " Points of one value stand a little beside it, so that their bars do not hide each other."
                        : "");
    }

    /** Charts reconstruction against KL; empty if fewer than two settings have both numbers. */
    private Optional<Page.Drawing> tradeoff() {
        Map<String, SeedGroups.Group> both = new LinkedHashMap<>();
        groups.all().stream()
                .filter(group -> TRADEOFF.stream()
                        .allMatch(metric -> group.estimate(metric).isPresent()))
                .sorted(Comparator.comparingDouble(
                        group -> mean(group, ComparedMetric.KL).mean()))
                .limit(MAX_GROUPS)
                .forEach(group -> both.put(group.label(), group));
        if (both.size() < 2) {
            return Optional.empty();
        }
        Tradeoff tradeoff = new Tradeoff(both.values().stream()
                .map(group -> new Tradeoff.Point(
                        group.label(), mean(group, ComparedMetric.KL), mean(group, ComparedMetric.RECONSTRUCTION)))
                .toList());
        XYChart chart = TradeoffChart.of(
                tradeoff,
                axis(ComparedMetric.KL),
                axis(ComparedMetric.RECONSTRUCTION),
                styles,
                point -> groups.look(both.get(point.name())));
        String id = "front" + suffix;
        String alt = "Reconstruction against KL of " + both.size() + " settings";
        String text = "The line joins the settings whose means no other setting beats in both numbers. ";
        return Optional.of(new Page.Drawing(
                        Svg.of(chart, WIDTH, HEIGHT, id, alt),
                        Svg.keys(chart),
                        "Reconstruction against KL",
                        (text + tradeoff.overlapSentence()).strip(),
                        "beside")
                .from(new VectorFigure(id, chart, WIDTH, HEIGHT)));
    }

    private static Estimate mean(SeedGroups.Group group, ComparedMetric metric) {
        return group.estimate(metric).orElseThrow();
    }

    private TradeoffChart.Axis axis(ComparedMetric metric) {
        return new TradeoffChart.Axis(metric.title(), metric.range(runs));
    }

    /** Charts the curves on held-out examples, one part of the data per chart. */
    List<Page.Block> curves() {
        List<Page.Block> curves = new ArrayList<>();
        for (BoundNames names : BoundNames.values()) {
            if (names.hasKl()) {
                curves.addAll(curves(names.total(), names == BoundNames.NATS ? "Negative ELBO" : "Loss"));
            }
        }
        curves.addAll(curves(BoundNames.NATS.reconstruction(), "Reconstruction"));
        curves.addAll(curves(BoundNames.LOSS.reconstruction(), "Reconstruction"));
        curves.addAll(curves("klNats", "KL"));
        return Rows.filled(curves);
    }

    /** One chart of the part on which all runs have the metric, or one chart per part if there is no such part. */
    private List<Page.Block> curves(String metric, String title) {
        List<RunContents> having = runs.stream()
                .filter(run -> HELD_OUT.stream()
                        .anyMatch(part -> !values(run, part, metric).isEmpty()))
                .toList();
        List<DataPart> common = HELD_OUT.stream()
                .filter(part -> having.stream()
                        .noneMatch(run -> values(run, part, metric).isEmpty()))
                .limit(1)
                .toList();
        List<Page.Block> charts = new ArrayList<>();
        for (DataPart part : common.isEmpty() ? HELD_OUT : common) {
            curve(metric, part, title + ", " + part.examples()).ifPresent(charts::add);
        }
        return charts;
    }

    private Optional<Page.Block> curve(String metric, DataPart part, String title) {
        XYChart chart = TrainingCharts.lines(metric.endsWith("Nats") ? "nats per example" : "per example");
        List<SeedGroups.Group> having = groups.all().stream()
                .filter(group -> group.runs().stream()
                        .anyMatch(run -> !values(run, part, metric).isEmpty()))
                .toList();
        List<SeedGroups.Group> shown = having.subList(0, Math.min(having.size(), MAX_GROUPS));
        boolean averaged = groups.hasSeveralSeeds()
                && shown.stream().mapToInt(group -> group.runs().size()).sum() > MAX_CURVES;
        shown.forEach(group -> {
            List<SortedMap<Integer, Double>> runCurves = runCurves(group, part, metric);
            addCurves(chart, group, averaged ? List.of(MeanCurve.of(runCurves)) : separate(runCurves));
        });
        if (chart.getSeriesCollection().isEmpty()) {
            return Optional.empty();
        }
        TrainingCharts.leaveOutTheFall(chart);
        String text = (averaged ? "A line is the mean over the seeds of its setting. " : "")
                + (shown.size() < having.size() ? "Of the first " + shown.size() + " settings of the table." : "");
        String id = metric + "-" + part.key() + suffix;
        String alt = title + ": " + chart.getSeriesCollection().size() + " curves over the epochs";
        return Optional.of(
                new Page.Drawing(Svg.of(chart, WIDTH, HEIGHT, id, alt), Svg.keys(chart), title, text.strip(), "half")
                        .from(new VectorFigure(id, chart, WIDTH, HEIGHT)));
    }

    private static List<SortedMap<Integer, Double>> runCurves(SeedGroups.Group group, DataPart part, String metric) {
        return group.runs().stream()
                .map(run -> values(run, part, metric))
                .filter(values -> !values.isEmpty())
                .toList();
    }

    private static List<MeanCurve> separate(List<SortedMap<Integer, Double>> curves) {
        return curves.stream().map(values -> MeanCurve.of(List.of(values))).toList();
    }

    /** Adds the curves of a group in one style, the first of them with a name in the legend. */
    private void addCurves(XYChart chart, SeedGroups.Group group, List<MeanCurve> curves) {
        boolean isFirst = true;
        for (MeanCurve curve : curves) {
            if (!curve.epochs().isEmpty()) {
                XYSeries series = TrainingCharts.add(chart, freeName(chart, group.label()), curve);
                styles.curve(chart, series, groups.look(group));
                series.setShowInLegend(isFirst);
                isFirst = false;
            }
        }
    }

    /** A label, numbered if the chart already has a series of this name. */
    private static String freeName(XYChart chart, String label) {
        String name = label;
        for (int i = 2; chart.getSeries(name) != null; i++) {
            name = label + " (" + i + ")";
        }
        return name;
    }

    /**
     * The values of a metric by epoch on a part of the data. For an autoencoder, which has no bound and no KL, the
     * numbers that earlier versions wrote under these names are ignored.
     */
    private static SortedMap<Integer, Double> values(RunContents run, DataPart part, String metric) {
        SortedMap<Integer, Double> values = new TreeMap<>();
        if (run.names() != BoundNames.CODE || metric.equals(BoundNames.CODE.total())) {
            for (JsonNode line : run.metrics()) {
                JsonNode value = line.path(part.key()).path(metric);
                if (value.isNumber()) {
                    values.put(line.path("epoch").asInt(), value.asDouble());
                }
            }
        }
        return values;
    }
}
