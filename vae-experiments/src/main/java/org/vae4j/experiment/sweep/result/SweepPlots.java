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

/** Comparisons: every main metric against every number that varies, and reconstruction against KL. */
public final class SweepPlots {

    private static final int MOST_LINES = 7;
    /** Between lines over the same setting, as a share of the axis. */
    private static final double ASIDE = 0.012;

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
     * Draws into an existing folder.
     *
     * @param summary the summary of all trials
     * @param folder the folder, which exists
     * @return the files that were drawn
     * @throws IOException if one of them cannot be written
     */
    public static List<Path> draw(Summary summary, Path folder) throws IOException {
        SweepPlots plots = new SweepPlots(summary, folder);
        for (String key : summary.keys()) {
            if (plots.values(key).isPresent()) {
                for (String metric : plots.metrics()) {
                    plots.against(key, metric);
                }
            }
        }
        plots.pareto();
        return plots.drawn;
    }

    private List<String> metrics() {
        List<String> main =
                Summary.MAIN.stream().filter(summary.metrics()::contains).toList();
        return main.isEmpty()
                ? summary.metrics().stream()
                        .filter(m -> m.startsWith("results."))
                        .limit(MOST_LINES)
                        .toList()
                : main;
    }

    /** The values of a key, if all are numbers and not all the same. */
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

    private void against(String key, String metric) throws IOException {
        Map<String, List<Summary.Group>> lines = summary.groups().stream()
                .filter(group -> group.estimates().containsKey(metric))
                .collect(Collectors.groupingBy(group -> others(group, key), LinkedHashMap::new, Collectors.toList()));
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            return;
        }
        ValueAxis axis = ValueAxis.of(values(key).orElseThrow().stream().mapToDouble(v -> v));
        XYChart chart = Charts.overValues(key, LABELS.getOrDefault(metric, metric), axis);
        double first = -ASIDE * (lines.size() - 1) / 2;
        List<String> names = List.copyOf(lines.keySet());
        for (Map.Entry<String, List<Summary.Group>> line : lines.entrySet()) {
            double aside = first + ASIDE * names.indexOf(line.getKey());
            line(chart, line, metric, (group, share) -> axis.beside(value(group, key), aside + share));
        }
        save(chart, metric.substring(metric.lastIndexOf('.') + 1) + "-by-" + key + ".png");
    }

    private static double value(Summary.Group group, String key) {
        return Double.parseDouble(group.settings().get(key));
    }

    /** The place of a group's mean, and those beside it by a share of the axis. */
    @FunctionalInterface
    private interface Place {
        double at(Summary.Group group, double share);
    }

    /** The means of some groups, joined by a line, and their intervals. */
    private void line(XYChart chart, Map.Entry<String, List<Summary.Group>> line, String metric, Place place) {
        String name = line.getKey().isEmpty() ? "mean, 95 % CI" : line.getKey();
        List<Summary.Group> sorted = line.getValue().stream()
                .sorted(Comparator.comparing(group -> place.at(group, 0)))
                .toList();
        XYSeries series = Charts.series(
                chart,
                name,
                sorted,
                group -> place.at(group, 0),
                group -> group.mean(metric).orElseThrow());
        styles.line(series, new LineStyles.Look(name, ""));
        series.setMarker(SeriesMarkers.CIRCLE);
        Intervals.Range range = NEVER_NEGATIVE.contains(metric)
                ? new Intervals.Range(0, Double.POSITIVE_INFINITY)
                : Intervals.Range.ALL;
        for (Summary.Group group : sorted) {
            Intervals.add(chart, series, group.estimates().get(metric), range, share -> place.at(group, share));
        }
    }

    /** Reconstruction against KL, with the groups that no other beats in both. */
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
        label(chart, groups, groups.size() <= 3 * MOST_LINES ? groups : front);
        bars(chart, FRONT, front);
        bars(chart, OTHERS, rest);
        save(chart, "pareto.png");
    }

    /** The intervals of both numbers, without cross bars, which would hide the names. */
    private static void bars(XYChart chart, String of, List<Summary.Group> groups) {
        for (Summary.Group group : groups) {
            double kl = group.mean(KL).orElseThrow();
            double reconstruction = group.mean(RECONSTRUCTION).orElseThrow();
            Intervals.Range positive = new Intervals.Range(0, Double.POSITIVE_INFINITY);
            XYSeries series = chart.getSeries(of);
            Intervals.add(chart, series, group.estimates().get(RECONSTRUCTION), Intervals.Range.ALL, share -> kl);
            Intervals.addAcross(chart, series, group.estimates().get(KL), positive, share -> reconstruction);
        }
    }

    /** Names of points, none on another, and room for those at the edges. */
    private static void label(XYChart chart, List<Summary.Group> groups, List<Summary.Group> labelled) {
        DoubleSummaryStatistics x = statistics(groups, KL);
        DoubleSummaryStatistics y = statistics(groups, RECONSTRUCTION);
        double width = x.getMax() - x.getMin();
        double height = y.getMax() - y.getMin();
        if (!(width > 0 && height > 0)) {
            return;
        }
        double left = x.getMin() - width / 6;
        double right = x.getMax() + width / 6;
        double bottom = y.getMin() - height / 10;
        double top = y.getMax() + height / 10;
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

    /** The settings but one, for a legend. */
    private static String others(Summary.Group group, String key) {
        return group.settings().entrySet().stream()
                .filter(e -> !e.getKey().equals(key))
                .map(e -> e.getKey().substring(e.getKey().lastIndexOf('.') + 1) + " " + shown(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** A number as people write it: 1 in place of 1.0. */
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
