package org.vae4j.experiment.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.Estimate;
import org.vae4j.experiment.report.chart.Intervals;
import org.vae4j.experiment.report.chart.LineStyles;
import org.vae4j.experiment.report.chart.ValueAxis;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;

/**
 * A metric against a key that was varied: a line for each setting of the other keys, its seeds averaged. Numbers stand
 * on an axis to scale; words have no order that a line could follow, so that their means are points.
 */
final class SettingChart {

    /** More words than an axis can name. */
    private static final int MOST_NAMES = 8;
    /** Of the distance between two words, what all means side by side take at most. */
    private static final double SIDE_BY_SIDE = 0.4;
    /** Between lines over one number, as a share of the axis. */
    private static final double ASIDE = 0.012;

    private final SeedGroups groups;
    private final List<RunContents> runs;
    private final VariedKeys varied;
    private final LineStyles styles;
    private final String key;
    private final List<String> values;
    private final boolean numeric;

    SettingChart(SeedGroups groups, List<RunContents> runs, VariedKeys varied, LineStyles styles, String key) {
        this.groups = groups;
        this.runs = runs;
        this.varied = varied;
        this.styles = styles;
        this.key = key;
        this.numeric = runs.stream().allMatch(run -> varied.number(run, key).isPresent());
        this.values = runs.stream().map(run -> varied.text(run, key)).distinct().toList();
    }

    /** Nothing where no two settings differ in the key alone, or its values are too many words. */
    Optional<Page.Drawing> of(ComparedMetric metric, String suffix) {
        Map<String, List<SeedGroups.Group>> lines = new LinkedHashMap<>();
        for (SeedGroups.Group group : groups.inOrderOfAllBut(key)) {
            if (group.estimate(metric).isPresent()) {
                lines.computeIfAbsent(groups.telling(group.runs().get(0), key), name -> new ArrayList<>())
                        .add(group);
            }
        }
        lines.values().removeIf(line -> line.size() < 2);
        if (lines.isEmpty() || !numeric && values.size() > MOST_NAMES) {
            return Optional.empty();
        }
        XYChart chart =
                numeric ? Charts.lines("", key, metric.title()) : Charts.overSettings(key, metric.title(), values);
        chart.getStyler().setLegendVisible(false);
        Places places = places(lines.values());
        places.applyTo(chart);
        int count = Math.min(lines.size(), ComparisonCharts.MOST_GROUPS);
        int index = 0;
        for (Map.Entry<String, List<SeedGroups.Group>> line : lines.entrySet()) {
            if (index < count) {
                double aside = (index++ - (count - 1) / 2.0) / count;
                line(chart, line, metric, (group, share) -> places.at(group, aside, share));
            }
        }
        return Optional.of(drawing(chart, metric, suffix));
    }

    /** Where the means of a value stand on the axis. */
    private interface Places {

        void applyTo(XYChart chart);

        /** {@code aside} is from −0.5 to 0.5, the line's place among others; {@code share} is of the axis. */
        double at(SeedGroups.Group group, double aside, double share);
    }

    private Places places(Iterable<List<SeedGroups.Group>> lines) {
        return numeric ? new Numbers(lines) : new Names();
    }

    private final class Numbers implements Places {

        private final ValueAxis axis;
        private final int count;

        Numbers(Iterable<List<SeedGroups.Group>> lines) {
            List<SeedGroups.Group> all = new ArrayList<>();
            int found = 0;
            for (List<SeedGroups.Group> line : lines) {
                all.addAll(line);
                found++;
            }
            count = Math.min(found, ComparisonCharts.MOST_GROUPS);
            axis = ValueAxis.of(all.stream().mapToDouble(this::value));
        }

        private double value(SeedGroups.Group group) {
            return varied.number(group.runs().get(0), key).orElseThrow();
        }

        @Override
        public void applyTo(XYChart chart) {
            axis.applyTo(chart);
        }

        @Override
        public double at(SeedGroups.Group group, double aside, double share) {
            return axis.beside(value(group), aside * count * ASIDE + share);
        }
    }

    private final class Names implements Places {

        @Override
        public void applyTo(XYChart chart) {
            // The chart came with its axis.
        }

        @Override
        public double at(SeedGroups.Group group, double aside, double share) {
            int place = values.indexOf(varied.text(group.runs().get(0), key));
            return place + SIDE_BY_SIDE * aside + share * values.size();
        }
    }

    private Page.Drawing drawing(XYChart chart, ComparedMetric metric, String suffix) {
        String id = metric.name().toLowerCase(Locale.ROOT) + "-by-" + key.replace('.', '-') + suffix;
        String title = metric.spoken() + " against " + key;
        String svg = Svg.of(chart, ComparisonCharts.WIDTH, ComparisonCharts.HEIGHT, id, title);
        List<Page.Key> keys = Svg.keys(chart);
        return new Page.Drawing(svg, keys.size() > 1 ? keys : List.of(), title, "", "half")
                .from(new VectorFigure(id, chart, ComparisonCharts.WIDTH, ComparisonCharts.HEIGHT));
    }

    /** The place of a group's mean, and those beside it by a share of the axis. */
    @FunctionalInterface
    private interface Place {
        double at(SeedGroups.Group group, double share);
    }

    private void line(
            XYChart chart, Map.Entry<String, List<SeedGroups.Group>> line, ComparedMetric metric, Place place) {
        List<SeedGroups.Group> sorted = line.getValue().stream()
                .sorted(Comparator.comparingDouble(group -> place.at(group, 0)))
                .toList();
        XYSeries means = chart.addSeries(
                line.getKey().isEmpty() ? "mean" : line.getKey(),
                sorted.stream().mapToDouble(group -> place.at(group, 0)).toArray(),
                sorted.stream()
                        .mapToDouble(
                                group -> group.estimate(metric).orElseThrow().mean())
                        .toArray());
        LineStyles.Look look = groups.look(sorted.get(0).runs().get(0), key);
        styles.line(means, look);
        means.setMarker(SeriesMarkers.CIRCLE);
        if (!numeric) {
            means.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            styles.points(means, look);
        }
        for (SeedGroups.Group group : sorted) {
            Estimate estimate = group.estimate(metric).orElseThrow();
            Intervals.add(chart, means, estimate, metric.range(runs), share -> place.at(group, share));
        }
    }
}
