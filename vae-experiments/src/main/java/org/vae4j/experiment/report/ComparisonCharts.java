package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.Estimate;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;

/** Charts of runs over each other: a colour per setting, which its seeds share. */
final class ComparisonCharts {

    /** More settings than colours and dashes tell apart. */
    private static final int MOST_GROUPS = 20;

    private static final int COLOURS = 10;
    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;

    private final SeedGroups groups;
    private final List<RunContents> runs;
    private final VariedKeys varied;
    private final String suffix;

    ComparisonCharts(SeedGroups groups, List<RunContents> runs, VariedKeys varied, String suffix) {
        this.groups = groups;
        this.runs = runs;
        this.varied = varied;
        this.suffix = suffix;
    }

    /** Each metric against each number that was varied, and reconstruction against KL. */
    List<Page.Block> results() {
        List<Page.Block> charts = new ArrayList<>();
        for (String key : varied.settings()) {
            if (runs.stream().allMatch(run -> varied.number(run, key).isPresent())) {
                for (ComparedMetric metric : ComparedMetric.present(runs)) {
                    against(key, metric).ifPresent(charts::add);
                }
            }
        }
        front().ifPresent(charts::add);
        return charts;
    }

    private Optional<Page.Drawing> against(String key, ComparedMetric metric) {
        XYChart chart = Charts.lines("", key, metric.title());
        chart.getStyler().setLegendVisible(false);
        Map<String, List<SeedGroups.Group>> lines = new LinkedHashMap<>();
        for (SeedGroups.Group group : groups.all()) {
            if (group.estimate(metric).isPresent()) {
                lines.computeIfAbsent(others(group, key), name -> new ArrayList<>())
                        .add(group);
            }
        }
        lines.values().removeIf(line -> line.size() < 2);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        int index = 0;
        for (Map.Entry<String, List<SeedGroups.Group>> line : lines.entrySet()) {
            if (index < MOST_GROUPS) {
                line(chart, line, key, metric, index++);
            }
        }
        List<Page.Key> keys = Svg.keys(chart);
        String id = metric.name().toLowerCase(java.util.Locale.ROOT) + "-by-" + key.replace('.', '-') + suffix;
        return Optional.of(new Page.Drawing(
                Svg.of(chart, WIDTH, HEIGHT, id, metric.title() + " against " + key),
                keys.size() > 1 ? keys : List.of(),
                metric.title() + " against " + key,
                groups.hasSeveralSeeds()
                        ? "Points are means over seeds; bars are their 95 % intervals, within what the number can be."
                        : "",
                "half"));
    }

    private void line(
            XYChart chart,
            Map.Entry<String, List<SeedGroups.Group>> line,
            String key,
            ComparedMetric metric,
            int index) {
        List<SeedGroups.Group> sorted = line.getValue().stream()
                .sorted(Comparator.comparingDouble(group -> at(group, key)))
                .toList();
        double[] x = sorted.stream().mapToDouble(group -> at(group, key)).toArray();
        List<Estimate> estimates = sorted.stream()
                .map(group -> group.estimate(metric).orElseThrow())
                .toList();
        String name = line.getKey().isEmpty() ? "common setting" : line.getKey();
        XYSeries means = chart.addSeries(
                name, x, estimates.stream().mapToDouble(Estimate::mean).toArray());
        style(means, index);
        means.setMarker(SeriesMarkers.CIRCLE);
        for (int i = 0; i < x.length; i++) {
            double[] ends = estimates.get(i).interval(metric.least(), metric.most(runs));
            if (ends[1] > ends[0]) {
                XYSeries bar = chart.addSeries(name + " interval " + i, new double[] {x[i], x[i]}, ends);
                style(bar, index);
                bar.setShowInLegend(false);
            }
        }
    }

    private static void style(XYSeries series, int index) {
        Color colour = Charts.colour(index);
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        if (index >= COLOURS) {
            series.setLineStyle(Charts.dashed());
        }
    }

    private double at(SeedGroups.Group group, String key) {
        return varied.number(group.runs().get(0), key).orElseThrow();
    }

    private String others(SeedGroups.Group group, String key) {
        return groups.telling(group.runs().get(0), key);
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
        chart.getStyler().setLegendVisible(false);
        for (int i = 0; i < both.size(); i++) {
            chart.addSeries(nameIn(chart, both.get(i).label()), new double[] {kl(both.get(i))}, new double[] {
                        reconstruction(both.get(i))
                    })
                    .setMarkerColor(Charts.colour(i));
        }
        addFront(chart, both);
        return Optional.of(new Page.Drawing(
                Svg.of(
                        chart,
                        WIDTH,
                        HEIGHT,
                        "front" + suffix,
                        "Reconstruction against KL of " + both.size() + " settings"),
                Svg.keys(chart),
                "Reconstruction against KL",
                "What one costs in the other. The line joins the settings that no other beats in both.",
                "half"));
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
                curves(chart, group, metric, index);
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
        return Optional.of(new Page.Drawing(
                Svg.of(chart, WIDTH, HEIGHT, metric + suffix, title + " of " + drawn + " runs over the epochs"),
                Svg.keys(chart),
                title,
                text,
                "half"));
    }

    private static void curves(XYChart chart, SeedGroups.Group group, String metric, int index) {
        boolean first = true;
        for (RunContents run : group.runs()) {
            List<JsonNode> present = run.metrics().stream()
                    .filter(line -> held(run, line, metric).isNumber())
                    .toList();
            if (!present.isEmpty()) {
                String name = nameIn(chart, group.label());
                TrainingCharts.add(chart, name, index, present, line -> held(run, line, metric));
                XYSeries series = chart.getSeries(name);
                style(series, index);
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
