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
 * Charts a metric against a key that was varied, with one line per setting of the other keys. Seeds are averaged. A
 * numeric key has an axis to scale. The values of any other key have no order that a line could follow, so that their
 * means are drawn as points.
 */
final class SettingChart {

    private static final String EQUAL_LINES = "Lines that are equal lie on each other, each wider than the next.";

    /** An axis has room for at most this many names. */
    private static final int MAX_NAMES = 8;
    /** The width of the means of one name side by side, as a share of the distance between two names. */
    private static final double NAME_SPREAD = 0.4;
    /** The distance between two bars over one number, as a share of the axis. */
    private static final double BAR_DISTANCE = 0.012;

    private static final float LINE_WIDTH = 2;
    /** A line is wider by this for each line that lies on it, so that it is still seen. */
    private static final float EXTRA_WIDTH = 5;

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
        this.values = runs.stream()
                .map(run -> varied.textOrNotSet(run, key))
                .distinct()
                .toList();
    }

    /**
     * Draws the chart of a metric.
     *
     * @param suffix the end of the drawing's id, which tells it from drawings of other runs in the page
     * @return empty if no two settings differ in the key alone, or if the axis has no room for all names
     */
    Optional<Page.Drawing> of(ComparedMetric metric, String suffix) {
        Map<String, List<SeedGroups.Group>> lines = lines(metric);
        if (lines.isEmpty() || !numeric && values.size() > MAX_NAMES) {
            return Optional.empty();
        }
        Places places = numeric ? new Numbers(lines.values(), metric) : new Names();
        XYChart chart = places.chart(metric);
        chart.getStyler().setLegendVisible(false);
        int count = Math.min(lines.size(), ComparisonCharts.MAX_GROUPS);
        int index = 0;
        for (Map.Entry<String, List<SeedGroups.Group>> line : lines.entrySet()) {
            if (index < count) {
                double offset = (index - (count - 1) / 2.0) / count;
                addLine(chart, line, metric, (group, share) -> places.at(group, offset, share));
                index++;
            }
        }
        boolean hasEqualLines = numeric && widenHiddenLines(chart);
        return Optional.of(drawing(chart, metric, suffix, hasEqualLines ? EQUAL_LINES : ""));
    }

    /** The groups of each line by the name of its setting; a line joins groups that differ in the key alone. */
    private Map<String, List<SeedGroups.Group>> lines(ComparedMetric metric) {
        Map<String, List<SeedGroups.Group>> lines = new LinkedHashMap<>();
        for (SeedGroups.Group group : groups.orderedByKeysExcept(key)) {
            if (group.estimate(metric).isPresent()) {
                String setting = groups.shortSetting(group.runs().get(0), key);
                lines.computeIfAbsent(setting, name -> new ArrayList<>()).add(group);
            }
        }
        lines.values().removeIf(line -> line.size() < 2);
        return lines;
    }

    /**
     * Makes each line wider that a later line hides.
     *
     * @return whether there is such a line
     */
    private static boolean widenHiddenLines(XYChart chart) {
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
                        .setLineStyle(new BasicStroke(
                                LINE_WIDTH + EXTRA_WIDTH * above, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                found = true;
            }
        }
        return found;
    }

    /** The places of means on the horizontal axis. */
    private interface Places {

        XYChart chart(ComparedMetric metric);

        /**
         * The coordinate of a group's mean, or of a place beside it.
         *
         * @param offset the place of the group's line among all lines, from −0.5 to 0.5
         * @param share the distance from the mean, as a share of the axis
         */
        double at(SeedGroups.Group group, double offset, double share);
    }

    private final class Numbers implements Places {

        private final ValueAxis axis;
        /**
         * The width of all means over one number, as a share of the axis; 0 without bars that could hide each other.
         */
        private final double spread;

        Numbers(Collection<List<SeedGroups.Group>> lines, ComparedMetric metric) {
            List<SeedGroups.Group> all = lines.stream().flatMap(List::stream).toList();
            boolean hasBars = all.stream()
                    .flatMap(group -> group.estimate(metric).stream())
                    .anyMatch(estimate -> estimate.halfWidth().orElse(0) > 0);
            spread = hasBars ? BAR_DISTANCE * Math.min(lines.size(), ComparisonCharts.MAX_GROUPS) : 0;
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
        public double at(SeedGroups.Group group, double offset, double share) {
            return axis.beside(value(group), offset * spread + share);
        }
    }

    private final class Names implements Places {

        @Override
        public XYChart chart(ComparedMetric metric) {
            return Charts.overSettings(key, metric.title(), values);
        }

        @Override
        public double at(SeedGroups.Group group, double offset, double share) {
            int index = values.indexOf(varied.textOrNotSet(group.runs().get(0), key));
            return index + NAME_SPREAD * offset + share * values.size();
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

    /** The horizontal coordinate of a group's mean, or of a place beside it by a share of the axis. */
    @FunctionalInterface
    private interface PlaceOnLine {
        double at(SeedGroups.Group group, double share);
    }

    private void addLine(
            XYChart chart, Map.Entry<String, List<SeedGroups.Group>> line, ComparedMetric metric, PlaceOnLine place) {
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
