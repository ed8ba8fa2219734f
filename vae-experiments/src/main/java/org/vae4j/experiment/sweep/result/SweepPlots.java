package org.vae4j.experiment.sweep.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.LineStyles;
import org.vae4j.experiment.report.chart.ValueAxis;
import org.vae4j.experiment.report.estimate.Intervals;

/**
 * Draws the figures of a sweep: each main metric against each numeric setting that varies, and reconstruction against
 * KL with the Pareto front.
 */
public final class SweepPlots {

    /** The most lines of one chart; a chart with more is not drawn. */
    private static final int MAX_LINES = 7;

    /** The most points of the Pareto chart that are all labelled; of more, only those of the front are. */
    private static final int MAX_LABELS = 3 * MAX_LINES;

    /** The horizontal distance between two lines at the same setting, as a share of the axis. */
    private static final double LINE_OFFSET = 0.012;

    /** Room beside the outermost points for the text of labels, as a share of the range. */
    private static final double SIDE_MARGIN = 1.0 / 6;

    /** Room above and below the outermost points for a line of text, as a share of the range. */
    private static final double TOP_MARGIN = 1.0 / 10;

    private static final String FRONT = "Pareto front";
    private static final String OTHERS = "others";
    private static final String KL = "test.klNats";
    private static final String ACTIVE = "test.diagnostics.activeUnits";
    private static final Set<String> NEVER_NEGATIVE = Set.of(KL, ACTIVE);
    private static final String RECONSTRUCTION = "test.reconstructionNats";
    private static final Map<String, String> LABELS = Map.of(
            "test.loss",
            "test loss (per example)",
            "test.reconstructionLoss",
            "test reconstruction (loss per example)",
            "valid.loss",
            "validation loss (per example)",
            "test.negElboNats",
            "test negative ELBO (nats per example)",
            RECONSTRUCTION,
            "test reconstruction, −E log p(x|z) (nats per example)",
            KL,
            "test KL (nats per example)",
            ACTIVE,
            "active units",
            "valid.negElboNats",
            "validation negative ELBO (nats per example)");

    private final Summary summary;
    private final Path folder;
    private final LineStyles styles = new LineStyles(List.of(), List.of());
    private final List<Path> drawn = new ArrayList<>();

    private SweepPlots(Summary summary, Path folder) {
        this.summary = summary;
        this.folder = folder;
    }

    /**
     * Draws all figures.
     *
     * @param summary the summary of trials whose likelihoods have one protocol
     * @param folder an existing folder
     * @return the files that were drawn
     * @throws IOException if a file cannot be written
     */
    public static List<Path> draw(Summary summary, Path folder) throws IOException {
        SweepPlots plots = new SweepPlots(summary, folder);
        for (String key : summary.keys()) {
            if (plots.values(key).isPresent()) {
                for (String metric : summary.shownMetrics(MAX_LINES)) {
                    plots.against(key, metric);
                }
            }
        }
        plots.pareto();
        return plots.drawn;
    }

    /** The values of a key per group; empty unless all are numbers and at least two differ. */
    private Optional<List<Double>> values(String key) {
        try {
            List<Double> values = summary.groups().stream()
                    .map(group -> Double.valueOf(group.settings().get(key)))
                    .toList();
            return values.stream().distinct().count() > 1 ? Optional.of(values) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Draws a metric against a key, with one line per setting of the other keys. */
    private void against(String key, String metric) throws IOException {
        Map<String, List<Summary.Group>> lines = summary.groups().stream()
                .filter(group -> group.estimates().containsKey(metric))
                .collect(Collectors.groupingBy(group -> others(group, key), LinkedHashMap::new, Collectors.toList()));
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            return;
        }
        ValueAxis axis = ValueAxis.of(values(key).orElseThrow().stream().mapToDouble(v -> v));
        XYChart chart = Charts.overValues(key, LABELS.getOrDefault(metric, metric), axis);
        // The lines are set side by side, so that their intervals do not cover each other.
        double firstOffset = -LINE_OFFSET * (lines.size() - 1) / 2;
        List<String> names = List.copyOf(lines.keySet());
        for (Map.Entry<String, List<Summary.Group>> line : lines.entrySet()) {
            double offset = firstOffset + LINE_OFFSET * names.indexOf(line.getKey());
            line(chart, line, metric, (group, share) -> axis.beside(value(group, key), offset + share));
        }
        save(chart, fileName(metric) + "-by-" + key + ".png");
    }

    /**
     * The last part of a metric's name, such as negElboNats of test.negElboNats. Where two metrics have the same last
     * part, the second one, such as valid.negElboNats, has the whole name with hyphens.
     */
    private String fileName(String metric) {
        String first = summary.shownMetrics(MAX_LINES).stream()
                .filter(other -> lastPart(other).equals(lastPart(metric)))
                .findFirst()
                .orElse(metric);
        return first.equals(metric) ? lastPart(metric) : metric.replace('.', '-');
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static double value(Summary.Group group, String key) {
        return Double.parseDouble(group.settings().get(key));
    }

    /** The horizontal position of a group's mean, moved sideways by a share of the axis. */
    @FunctionalInterface
    private interface Position {
        double at(Summary.Group group, double share);
    }

    /** Draws the means of a line's groups and their confidence intervals. */
    private void line(XYChart chart, Map.Entry<String, List<Summary.Group>> line, String metric, Position position) {
        String name = line.getKey().isEmpty() ? "mean, 95 % CI" : line.getKey();
        List<Summary.Group> sorted = line.getValue().stream()
                .sorted(Comparator.comparing(group -> position.at(group, 0)))
                .toList();
        XYSeries series = Charts.series(
                chart,
                name,
                sorted,
                group -> position.at(group, 0),
                group -> group.mean(metric).orElseThrow());
        styles.line(series, new LineStyles.Look(name, ""));
        series.setMarker(SeriesMarkers.CIRCLE);
        Intervals.Range range = NEVER_NEGATIVE.contains(metric)
                ? new Intervals.Range(0, Double.POSITIVE_INFINITY)
                : Intervals.Range.ALL;
        for (Summary.Group group : sorted) {
            Intervals.add(chart, series, group.estimates().get(metric), range, share -> position.at(group, share));
        }
    }

    /** Draws reconstruction against KL, and a line through the groups that no other group beats in both. */
    private void pareto() throws IOException {
        List<Summary.Group> groups = summary.groups().stream()
                .filter(g -> g.mean(KL).isPresent() && g.mean(RECONSTRUCTION).isPresent())
                .sorted(Comparator.comparing(g -> g.mean(KL).orElseThrow()))
                .toList();
        if (groups.size() < 2) {
            return;
        }
        XYChart chart = Charts.points("", LABELS.get(KL), LABELS.get(RECONSTRUCTION));
        List<Summary.Group> front =
                groups.stream().filter(Summary.Group::pareto).toList();
        List<Summary.Group> rest = groups.stream().filter(g -> !g.pareto()).toList();
        add(chart, FRONT, front).setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        if (!rest.isEmpty()) {
            add(chart, OTHERS, rest);
        }
        label(chart, groups, groups.size() <= MAX_LABELS ? groups : front);
        bars(chart, FRONT, front);
        bars(chart, OTHERS, rest);
        save(chart, "pareto.png");
    }

    /** Draws the confidence intervals of both numbers, with ends of no width, which would cover the labels. */
    private static void bars(XYChart chart, String seriesName, List<Summary.Group> groups) {
        for (Summary.Group group : groups) {
            double kl = group.mean(KL).orElseThrow();
            double reconstruction = group.mean(RECONSTRUCTION).orElseThrow();
            Intervals.Range positive = new Intervals.Range(0, Double.POSITIVE_INFINITY);
            XYSeries series = chart.getSeries(seriesName);
            Intervals.add(chart, series, group.estimates().get(RECONSTRUCTION), Intervals.Range.ALL, share -> kl);
            Intervals.addAcross(chart, series, group.estimates().get(KL), positive, share -> reconstruction);
        }
    }

    /** Labels points without overlap, and widens the axes so that labels at the edges have room. */
    private static void label(XYChart chart, List<Summary.Group> groups, List<Summary.Group> labelled) {
        DoubleSummaryStatistics x = statistics(groups, KL);
        DoubleSummaryStatistics y = statistics(groups, RECONSTRUCTION);
        double width = x.getMax() - x.getMin();
        double height = y.getMax() - y.getMin();
        if (!(width > 0 && height > 0)) {
            return;
        }
        double left = x.getMin() - SIDE_MARGIN * width;
        double right = x.getMax() + SIDE_MARGIN * width;
        double bottom = y.getMin() - TOP_MARGIN * height;
        double top = y.getMax() + TOP_MARGIN * height;
        chart.getStyler().setXAxisMin(left).setXAxisMax(right);
        chart.getStyler().setYAxisMin(bottom).setYAxisMax(top);
        chart.getStyler().setAnnotationTextFont(chart.getStyler().getAxisTickLabelsFont());
        PointLabels labels = new PointLabels(left, right, bottom, top);
        groups.forEach(group -> labels.keepFree(
                group.mean(KL).orElseThrow(), group.mean(RECONSTRUCTION).orElseThrow()));
        for (Summary.Group group : labelled) {
            PointLabels.Named named = labels.place(new PointLabels.Named(
                    group.mean(KL).orElseThrow(), group.mean(RECONSTRUCTION).orElseThrow(), others(group, "")));
            chart.addAnnotation(new AnnotationText(named.text(), named.x(), named.y(), false));
        }
    }

    /** The range of a metric's confidence intervals; the KL has none below 0. */
    private static DoubleSummaryStatistics statistics(List<Summary.Group> groups, String metric) {
        double least = metric.equals(KL) ? 0 : Double.NEGATIVE_INFINITY;
        return groups.stream()
                .map(group -> group.estimates().get(metric))
                .flatMapToDouble(estimate ->
                        estimate.interval(least, Double.POSITIVE_INFINITY).ends())
                .summaryStatistics();
    }

    private static XYSeries add(XYChart chart, String name, List<Summary.Group> groups) {
        XYSeries series = chart.addSeries(
                name,
                groups.stream().mapToDouble(g -> g.mean(KL).orElseThrow()).toArray(),
                groups.stream()
                        .mapToDouble(g -> g.mean(RECONSTRUCTION).orElseThrow())
                        .toArray());
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setLineColor(Charts.colour(name.equals(FRONT) ? 0 : 1));
        series.setMarkerColor(series.getLineColor());
        return series;
    }

    /** The settings of a group other than the one of this key, for a legend. */
    private static String others(Summary.Group group, String key) {
        return group.settings().entrySet().stream()
                .filter(e -> !e.getKey().equals(key))
                .map(e -> lastPart(e.getKey()) + " " + shown(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** A number without needless digits, such as 1 in place of 1.0; any other value as it is. */
    private static String shown(String value) {
        try {
            return Charts.number(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return value;
        }
    }

    private void save(XYChart chart, String name) throws IOException {
        Path file = folder.resolve(name);
        Charts.save(chart, file);
        drawn.add(file);
    }
}
