package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.LineStyles;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;

/** Charts of runs over each other: a setting's value has one colour in all of them, and its seeds share it. */
final class ComparisonCharts {

    /** More settings than colours and dashes tell apart. */
    static final int MOST_GROUPS = 20;

    static final int WIDTH = 480;
    static final int HEIGHT = 300;

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
        front().ifPresent(charts::add);
        return charts;
    }

    /** What all of the results show. */
    String text() {
        return "On test examples."
                + (groups.hasSeveralSeeds()
                        ? " Points are means over seeds, bars their 95 % confidence intervals. A bar without a stroke across"
                                + " its end stops at what the number cannot pass, as a KL cannot fall below 0."
                        : "");
    }

    /** Reconstruction against KL, with the settings that no other beats in both joined by a line. */
    private Optional<Page.Drawing> front() {
        List<SeedGroups.Group> both = groups.all().stream()
                .filter(group -> group.estimate(ComparedMetric.KL).isPresent()
                        && group.estimate(ComparedMetric.RECONSTRUCTION).isPresent())
                .sorted(Comparator.comparingDouble(ComparisonCharts::kl))
                .limit(MOST_GROUPS)
                .toList();
        if (both.size() < 2) {
            return Optional.empty();
        }
        XYChart chart = Charts.points("", ComparedMetric.KL.title(), ComparedMetric.RECONSTRUCTION.title());
        chart.getStyler().setMarkerSize(10).setLegendVisible(false);
        for (SeedGroups.Group group : both) {
            XYSeries point = chart.addSeries(
                    nameIn(chart, group.label()), new double[] {kl(group)}, new double[] {reconstruction(group)});
            point.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            styles.points(point, groups.look(group));
        }
        addFront(chart, both);
        String id = "front" + suffix;
        String alt = "Reconstruction against KL of " + both.size() + " settings";
        return Optional.of(new Page.Drawing(
                        Svg.of(chart, WIDTH, HEIGHT, id, alt),
                        Svg.keys(chart),
                        "Reconstruction against KL",
                        "What one costs in the other. The line joins the settings that no other beats in both.",
                        "half")
                .from(new VectorFigure(id, chart, WIDTH, HEIGHT)));
    }

    /** The settings that no other beats in both, joined by a line. */
    private static void addFront(XYChart chart, List<SeedGroups.Group> both) {
        List<SeedGroups.Group> front = both.stream()
                .filter(group -> both.stream()
                        .noneMatch(other -> other != group
                                && kl(other) <= kl(group)
                                && reconstruction(other) <= reconstruction(group)))
                .toList();
        if (front.size() > 1) {
            XYSeries line = chart.addSeries(
                    "no other is better in both",
                    front.stream().mapToDouble(ComparisonCharts::kl).toArray(),
                    front.stream().mapToDouble(ComparisonCharts::reconstruction).toArray());
            line.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
            line.setMarker(SeriesMarkers.NONE);
            line.setLineColor(new Color(0x828282));
        }
    }

    private static double kl(SeedGroups.Group group) {
        return group.estimate(ComparedMetric.KL).orElseThrow().mean();
    }

    private static double reconstruction(SeedGroups.Group group) {
        return group.estimate(ComparedMetric.RECONSTRUCTION).orElseThrow().mean();
    }

    /** Curves on held-out examples. */
    List<Page.Block> curves() {
        List<Page.Block> curves = new ArrayList<>();
        for (BoundNames names : BoundNames.values()) {
            if (names.hasKl()) {
                curve(names.total(), names == BoundNames.NATS ? "Negative ELBO" : "Loss")
                        .ifPresent(curves::add);
            }
        }
        curve(BoundNames.NATS.reconstruction(), "Reconstruction").ifPresent(curves::add);
        curve(BoundNames.LOSS.reconstruction(), "Reconstruction").ifPresent(curves::add);
        curve("klNats", "KL").ifPresent(curves::add);
        return curves;
    }

    private Optional<Page.Block> curve(String metric, String title) {
        XYChart chart = TrainingCharts.lines(metric.endsWith("Nats") ? "nats per example" : "per example");
        int index = 0;
        int drawn = 0;
        for (SeedGroups.Group group : groups.all()) {
            int before = chart.getSeriesCollection().size();
            if (index < MOST_GROUPS) {
                curves(chart, group, metric);
            }
            int added = chart.getSeriesCollection().size() - before;
            drawn += added;
            index += added > 0 ? 1 : 0;
        }
        if (drawn == 0) {
            return Optional.empty();
        }
        TrainingCharts.leaveOutTheFall(chart);
        String text = index < groups.all().size() ? "Of the first " + index + " settings of the table." : "";
        String id = metric + suffix;
        String alt = title + " of " + drawn + " runs over the epochs";
        return Optional.of(new Page.Drawing(Svg.of(chart, WIDTH, HEIGHT, id, alt), Svg.keys(chart), title, text, "half")
                .from(new VectorFigure(id, chart, WIDTH, HEIGHT)));
    }

    private void curves(XYChart chart, SeedGroups.Group group, String metric) {
        boolean first = true;
        for (RunContents run : group.runs()) {
            List<JsonNode> present = run.metrics().stream()
                    .filter(line -> held(run, line, metric).isNumber())
                    .toList();
            if (!present.isEmpty()) {
                String name = nameIn(chart, group.label());
                TrainingCharts.add(chart, name, 0, present, line -> held(run, line, metric));
                XYSeries series = chart.getSeries(name);
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

    private static JsonNode held(RunContents run, JsonNode line, String metric) {
        boolean none = run.names() == BoundNames.CODE && !metric.equals(BoundNames.CODE.total());
        JsonNode valid = line.path("valid").path(metric);
        return none
                ? line.path("")
                : valid.isNumber() ? valid : line.path("test").path(metric);
    }
}
