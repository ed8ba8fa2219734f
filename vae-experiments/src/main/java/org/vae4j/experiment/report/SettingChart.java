package org.vae4j.experiment.report;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
import org.vae4j.experiment.report.chart.LineStyles;
import org.vae4j.experiment.report.chart.ValueAxis;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.estimate.Estimate;
import org.vae4j.experiment.report.estimate.Intervals;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;

/**
 * A metric against a key that was varied: a line for each setting of the other keys, its seeds averaged. Numbers stand
 * on an axis to scale; words have no order that a line could follow, so that their means are points.
 */
final class SettingChart {

    private static final String EQUAL = "Lines that are equal lie on each other, each wider than the next.";

    /** More words than an axis can name. */
    private static final int MOST_NAMES = 8;
    /** Of the distance between two words, what all means side by side take at most. */
    private static final double SIDE_BY_SIDE = 0.4;
    /** Between bars over one number, as a share of the axis. */
    private static final double ASIDE = 0.012;
    /** What a line is wider than the next one, which it would else be hidden by. */
    private static final float WIDER = 5;

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
        this.values =
                runs.stream().map(run -> varied.spoken(run, key)).distinct().toList();
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
        Places places = numeric ? new Numbers(lines.values(), metric) : new Names();
        XYChart chart = places.chart(metric);
        chart.getStyler().setLegendVisible(false);
        int count = Math.min(lines.size(), ComparisonCharts.MOST_GROUPS);
        int index = 0;
        for (Map.Entry<String, List<SeedGroups.Group>> line : lines.entrySet()) {
            if (index < count) {
                double aside = (index++ - (count - 1) / 2.0) / count;
                line(chart, line, metric, (group, share) -> places.at(group, aside, share));
            }
        }
        boolean equal = numeric && widenHidden(chart);
        return Optional.of(drawing(chart, metric, suffix, equal ? EQUAL : ""));
    }

    /** Makes every line wider that a later one lies on, and says whether there was one. */
    private static boolean widenHidden(XYChart chart) {
        List<XYSeries> lines = chart.getSeriesCollection().stream()
                .filter(series -> series.isShowInLegend())
                .toList();
        boolean found = false;
        for (int i = 0; i < lines.size(); i++) {
            double[] own = lines.get(i).getYData();
            long above = lines.subList(i + 1, lines.size()).stream()
                    .filter(later -> Arrays.equals(own, later.getYData()))
                    .count();
            if (above > 0) {
                lines.get(i)
                        .setLineStyle(
                                new BasicStroke(2 + WIDER * above, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                found = true;
            }
        }
        return found;
    }

    /** Where the means of a value stand on the axis. */
    private interface Places {

        XYChart chart(ComparedMetric metric);

        /** {@code aside} is from −0.5 to 0.5, the line's place among others; {@code share} is of the axis. */
        double at(SeedGroups.Group group, double aside, double share);
    }

    private final class Numbers implements Places {

        private final ValueAxis axis;
        /** Of all lines; 0 where they have no bars that would hide each other. */
        private final double spread;

        Numbers(Collection<List<SeedGroups.Group>> lines, ComparedMetric metric) {
            List<SeedGroups.Group> all = lines.stream().flatMap(List::stream).toList();
            boolean bars = all.stream()
                    .flatMap(group -> group.estimate(metric).stream())
                    .anyMatch(estimate -> estimate.halfWidth().orElse(0) > 0);
            spread = bars ? ASIDE * Math.min(lines.size(), ComparisonCharts.MOST_GROUPS) : 0;
            axis = ValueAxis.of(all.stream().mapToDouble(this::value));
        }

        private double value(SeedGroups.Group group) {
            return varied.number(group.runs().get(0), key).orElseThrow();
        }

        @Override
        public XYChart chart(ComparedMetric metric) {
            return Charts.overValues(key, metric.title(), axis);
        }

        @Override
        public double at(SeedGroups.Group group, double aside, double share) {
            return axis.beside(value(group), aside * spread + share);
        }
    }

    private final class Names implements Places {

        @Override
        public XYChart chart(ComparedMetric metric) {
            return Charts.overSettings(key, metric.title(), values);
        }

        @Override
        public double at(SeedGroups.Group group, double aside, double share) {
            int place = values.indexOf(varied.spoken(group.runs().get(0), key));
            return place + SIDE_BY_SIDE * aside + share * values.size();
        }
    }

    private Page.Drawing drawing(XYChart chart, ComparedMetric metric, String suffix, String caption) {
        String id = metric.name().toLowerCase(Locale.ROOT) + "-by-" + key.replace('.', '-') + suffix;
        String title = metric.spoken() + " against " + key;
        String svg = Svg.of(chart, ComparisonCharts.WIDTH, ComparisonCharts.HEIGHT, id, title);
        List<Page.Key> keys = Svg.keys(chart);
        return new Page.Drawing(svg, keys.size() > 1 ? keys : List.of(), title, caption, "half")
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
