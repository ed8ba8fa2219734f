package org.vae4j.experiment.report;

import java.awt.Color;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.LineStyles;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.estimate.Estimate;
import org.vae4j.experiment.report.estimate.Intervals;
import org.vae4j.experiment.report.estimate.Tradeoff;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;

/** Reconstruction against KL: a point per setting with both intervals, and the settings that no other beats in both. */
final class FrontChart {

    private static final String LINE = "no other is better in both";
    private static final Color NEUTRAL = new Color(0x828282);
    /** What is left free beside the outermost bars, as a share of what they span. */
    private static final double MARGIN = 0.06;

    private final SeedGroups groups;
    private final List<RunContents> runs;
    private final LineStyles styles;

    FrontChart(SeedGroups groups, List<RunContents> runs, LineStyles styles) {
        this.groups = groups;
        this.runs = runs;
        this.styles = styles;
    }

    /** Nothing where fewer than two settings have both numbers. */
    Optional<Page.Drawing> drawing(String suffix) {
        List<SeedGroups.Group> both = groups.all().stream()
                .filter(group -> group.estimate(ComparedMetric.KL).isPresent()
                        && group.estimate(ComparedMetric.RECONSTRUCTION).isPresent())
                .sorted(Comparator.comparingDouble(group -> kl(group).mean()))
                .limit(ComparisonCharts.MOST_GROUPS)
                .toList();
        if (both.size() < 2) {
            return Optional.empty();
        }
        Tradeoff tradeoff = new Tradeoff(both.stream()
                .map(group -> new Tradeoff.Point(group.label(), kl(group), reconstruction(group)))
                .toList());
        XYChart chart = Charts.points("", ComparedMetric.KL.title(), ComparedMetric.RECONSTRUCTION.title());
        chart.getStyler().setMarkerSize(10).setLegendVisible(false);
        double[] across = range(both, FrontChart::kl, ComparedMetric.KL);
        double[] up = range(both, FrontChart::reconstruction, ComparedMetric.RECONSTRUCTION);
        chart.getStyler()
                .setXAxisMin(across[0])
                .setXAxisMax(across[1])
                .setYAxisMin(up[0])
                .setYAxisMax(up[1]);
        addLine(chart, tradeoff.front());
        both.forEach(group -> addPoint(chart, group, across[1] - across[0], up[1] - up[0]));
        String id = "front" + suffix;
        String alt = "Reconstruction against KL of " + both.size() + " settings";
        String text = "The line joins the settings whose means no other setting beats in both numbers. ";
        int width = ComparisonCharts.WIDTH;
        int height = ComparisonCharts.HEIGHT;
        return Optional.of(new Page.Drawing(
                        Svg.of(chart, width, height, id, alt),
                        Svg.keys(chart),
                        "Reconstruction against KL",
                        (text + tradeoff.alike()).strip(),
                        "beside")
                .from(new VectorFigure(id, chart, width, height)));
    }

    private static Estimate kl(SeedGroups.Group group) {
        return group.estimate(ComparedMetric.KL).orElseThrow();
    }

    private static Estimate reconstruction(SeedGroups.Group group) {
        return group.estimate(ComparedMetric.RECONSTRUCTION).orElseThrow();
    }

    /** From the beginning of an axis to its end, which all bars are within. */
    private double[] range(
            List<SeedGroups.Group> both, Function<SeedGroups.Group, Estimate> estimate, ComparedMetric metric) {
        Intervals.Range range = metric.range(runs);
        DoubleSummaryStatistics ends = both.stream()
                .map(estimate)
                .flatMapToDouble(found -> DoubleStream.of(found.interval(range.least(), range.most())))
                .summaryStatistics();
        double length = ends.getMax() - ends.getMin();
        double free = MARGIN * (length > 0 ? length : 1);
        return new double[] {ends.getMin() - free, ends.getMax() + free};
    }

    private void addPoint(XYChart chart, SeedGroups.Group group, double width, double height) {
        Estimate kl = kl(group);
        Estimate reconstruction = reconstruction(group);
        XYSeries point =
                chart.addSeries(ComparisonCharts.nameIn(chart, group.label()), new double[] {kl.mean()}, new double[] {
                    reconstruction.mean()
                });
        point.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        styles.points(point, groups.look(group));
        Intervals.add(
                chart,
                point,
                reconstruction,
                ComparedMetric.RECONSTRUCTION.range(runs),
                share -> kl.mean() + share * width);
        Intervals.addAcross(
                chart, point, kl, ComparedMetric.KL.range(runs), share -> reconstruction.mean() + share * height);
    }

    private static void addLine(XYChart chart, List<Tradeoff.Point> front) {
        if (front.size() > 1) {
            XYSeries line = chart.addSeries(
                    LINE,
                    front.stream().mapToDouble(point -> point.first().mean()).toArray(),
                    front.stream().mapToDouble(point -> point.second().mean()).toArray());
            line.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
            line.setMarker(SeriesMarkers.NONE);
            line.setLineColor(NEUTRAL);
        }
    }
}
