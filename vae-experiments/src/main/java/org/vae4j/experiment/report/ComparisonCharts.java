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

/** Charts of runs over each other: a setting's value has one colour in all of them, and its seeds share it. */
final class ComparisonCharts {

    /** More settings than colours and dashes tell apart. */
    static final int MOST_GROUPS = 20;

    /** What the chart of a trade-off is of. */
    private static final List<ComparedMetric> FRONT = List.of(ComparedMetric.KL, ComparedMetric.RECONSTRUCTION);

    /** More lines do not tell the seeds of a setting from those of another. */
    private static final int MOST_CURVES = 12;

    /** The parts of the data that a curve may be of, the one that is preferred first. */
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

    /** Each metric against each key that was varied, and reconstruction against KL. */
    List<Page.Block> results() {
        List<Page.Block> charts = new ArrayList<>();
        for (String key : varied.settings()) {
            SettingChart chart = new SettingChart(groups, runs, varied, styles, key);
            for (ComparedMetric metric : ComparedMetric.present(runs)) {
                chart.of(metric, suffix).ifPresent(charts::add);
            }
        }
        List<Page.Block> filled = new ArrayList<>(Rows.filled(charts));
        front().ifPresent(filled::add);
        return filled;
    }

    /** What all of the results show. */
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

    /** Reconstruction against KL; nothing where fewer than two settings have both numbers. */
    private Optional<Page.Drawing> front() {
        Map<String, SeedGroups.Group> both = new LinkedHashMap<>();
        groups.all().stream()
                .filter(group ->
                        FRONT.stream().allMatch(metric -> group.estimate(metric).isPresent()))
                .sorted(Comparator.comparingDouble(
                        group -> of(group, ComparedMetric.KL).mean()))
                .limit(MOST_GROUPS)
                .forEach(group -> both.put(group.label(), group));
        if (both.size() < 2) {
            return Optional.empty();
        }
        Tradeoff tradeoff = new Tradeoff(both.values().stream()
                .map(group -> new Tradeoff.Point(
                        group.label(), of(group, ComparedMetric.KL), of(group, ComparedMetric.RECONSTRUCTION)))
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
                        (text + tradeoff.alike()).strip(),
                        "beside")
                .from(new VectorFigure(id, chart, WIDTH, HEIGHT)));
    }

    private static Estimate of(SeedGroups.Group group, ComparedMetric metric) {
        return group.estimate(metric).orElseThrow();
    }

    private TradeoffChart.Axis axis(ComparedMetric metric) {
        return new TradeoffChart.Axis(metric.title(), metric.range(runs));
    }

    /** Curves on held-out examples, each chart of one part of the data. */
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

    /** One chart where all runs have the metric on one part of the data, else one for each part. */
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
        List<SeedGroups.Group> shown = having.subList(0, Math.min(having.size(), MOST_GROUPS));
        boolean averaged = groups.hasSeveralSeeds()
                && shown.stream().mapToInt(group -> group.runs().size()).sum() > MOST_CURVES;
        shown.forEach(group -> curves(chart, group, part, metric, averaged));
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

    private void curves(XYChart chart, SeedGroups.Group group, DataPart part, String metric, boolean averaged) {
        List<SortedMap<Integer, Double>> all = group.runs().stream()
                .map(run -> values(run, part, metric))
                .filter(values -> !values.isEmpty())
                .toList();
        List<MeanCurve> lines = averaged
                ? List.of(MeanCurve.of(all))
                : all.stream().map(values -> MeanCurve.of(List.of(values))).toList();
        boolean first = true;
        for (MeanCurve line : lines) {
            if (!line.epochs().isEmpty()) {
                XYSeries series = TrainingCharts.add(chart, nameIn(chart, group.label()), line);
                styles.curve(chart, series, groups.look(group));
                series.setShowInLegend(first);
                first = false;
            }
        }
    }

    /** A chart wants each name once. */
    private static String nameIn(XYChart chart, String label) {
        String name = label;
        for (int i = 2; chart.getSeries(name) != null; i++) {
            name = label + " (" + i + ")";
        }
        return name;
    }

    /** A metric by epoch on a part of the data; a code has no bound and no KL, whatever an earlier version wrote. */
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
