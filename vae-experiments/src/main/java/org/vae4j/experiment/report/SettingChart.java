package org.vae4j.experiment.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.Estimate;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;

/** A metric against a key that was varied: a line for each setting of the other keys, its seeds averaged. */
final class SettingChart {

    /** More values than an axis can name; numbers then have an axis of their own scale. */
    private static final int MOST_NAMES = 8;
    /** Of the distance between two values, what all lines side by side take at most. */
    private static final double SIDE_BY_SIDE = 0.4;

    private final SeedGroups groups;
    private final List<RunContents> runs;
    private final VariedKeys varied;
    private final String key;
    private final List<String> values;
    private final boolean numeric;

    SettingChart(SeedGroups groups, List<RunContents> runs, VariedKeys varied, String key) {
        this.groups = groups;
        this.runs = runs;
        this.varied = varied;
        this.key = key;
        this.numeric = runs.stream().allMatch(run -> varied.number(run, key).isPresent());
        this.values = runs.stream()
                .sorted(Comparator.comparingDouble(
                        run -> varied.number(run, key).orElse(0)))
                .map(run -> varied.text(run, key))
                .distinct()
                .toList();
    }

    /** Nothing where no two settings differ in the key alone, or its values are too many words. */
    Optional<Page.Drawing> of(ComparedMetric metric, String suffix) {
        Map<String, List<SeedGroups.Group>> lines = new LinkedHashMap<>();
        for (SeedGroups.Group group : groups.all()) {
            if (group.estimate(metric).isPresent()) {
                lines.computeIfAbsent(groups.telling(group.runs().get(0), key), name -> new ArrayList<>())
                        .add(group);
            }
        }
        lines.values().removeIf(line -> line.size() < 2);
        if (lines.isEmpty() || !numeric && !named()) {
            return Optional.empty();
        }
        XYChart chart =
                named() ? Charts.overSettings(key, metric.title(), values) : Charts.lines("", key, metric.title());
        chart.getStyler().setLegendVisible(false);
        int index = 0;
        int count = Math.min(lines.size(), ComparisonCharts.MOST_GROUPS);
        for (Map.Entry<String, List<SeedGroups.Group>> line : lines.entrySet()) {
            if (index < count) {
                double aside = named() ? SIDE_BY_SIDE * ((index + 0.5) / count - 0.5) : 0;
                line(chart, line, metric, new Place(index++, aside));
            }
        }
        return Optional.of(drawing(chart, metric, suffix, count > 1));
    }

    private boolean named() {
        return values.size() <= MOST_NAMES;
    }

    private Page.Drawing drawing(XYChart chart, ComparedMetric metric, String suffix, boolean several) {
        List<Page.Key> keys = Svg.keys(chart);
        String id = metric.name().toLowerCase(Locale.ROOT) + "-by-" + key.replace('.', '-') + suffix;
        String title = metric.spoken() + " against " + key;
        String caption = (groups.hasSeveralSeeds()
                        ? "Points are means over seeds, bars their 95 % intervals within what the number can be."
                        : "")
                + (several && named() ? " Points of one value stand side by side." : "");
        return new Page.Drawing(
                        Svg.of(chart, ComparisonCharts.WIDTH, ComparisonCharts.HEIGHT, id, title),
                        keys.size() > 1 ? keys : List.of(),
                        title,
                        caption.strip(),
                        "half")
                .from(new VectorFigure(id, chart, ComparisonCharts.WIDTH, ComparisonCharts.HEIGHT));
    }

    /**
     * Where a line stands among others.
     *
     * @param index which it is, from 0
     * @param aside how far its points stand beside their value
     */
    private record Place(int index, double aside) {}

    private void line(
            XYChart chart, Map.Entry<String, List<SeedGroups.Group>> line, ComparedMetric metric, Place place) {
        List<SeedGroups.Group> sorted = line.getValue().stream()
                .sorted(Comparator.comparingDouble(this::at))
                .toList();
        double[] x =
                sorted.stream().mapToDouble(group -> at(group) + place.aside()).toArray();
        List<Estimate> estimates = sorted.stream()
                .map(group -> group.estimate(metric).orElseThrow())
                .toList();
        String name = line.getKey().isEmpty() ? "mean" : line.getKey();
        XYSeries means = chart.addSeries(
                name, x, estimates.stream().mapToDouble(Estimate::mean).toArray());
        ComparisonCharts.style(means, place.index());
        means.setMarker(SeriesMarkers.CIRCLE);
        if (!numeric) {
            // Words have no order that a line could follow.
            means.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        }
        IntStream.range(0, x.length)
                .forEach(i -> interval(
                        chart,
                        name + " interval " + i,
                        x[i],
                        estimates.get(i).interval(metric.least(), metric.most(runs)),
                        place));
    }

    private static void interval(XYChart chart, String name, double x, double[] ends, Place place) {
        if (ends[1] > ends[0]) {
            XYSeries bar = chart.addSeries(name, new double[] {x, x}, ends);
            ComparisonCharts.style(bar, place.index());
            bar.setShowInLegend(false);
        }
    }

    /** The value itself, or its place among the values that are named. */
    private double at(SeedGroups.Group group) {
        RunContents run = group.runs().get(0);
        OptionalDouble number = varied.number(run, key);
        return named() || number.isEmpty() ? values.indexOf(varied.text(run, key)) : number.getAsDouble();
    }
}
