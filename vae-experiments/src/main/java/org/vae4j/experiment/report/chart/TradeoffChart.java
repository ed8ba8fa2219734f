package org.vae4j.experiment.report.chart;

import java.awt.Color;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.estimate.Estimate;
import org.vae4j.experiment.report.estimate.Intervals;
import org.vae4j.experiment.report.estimate.Tradeoff;

/**
 * Two numbers of some settings against each other: a point per setting with the intervals of both, and a line through
 * the settings that no other beats in both.
 */
public final class TradeoffChart {

    private static final String LINE = "no other is better in both";
    private static final Color NEUTRAL = new Color(0x828282);
    private static final int MARKER = 10;
    /** What is left free beside the outermost bars, as a share of what they span. */
    private static final double MARGIN = 0.06;

    private final Tradeoff tradeoff;
    private final Axis across;
    private final Axis up;
    private final XYChart chart;

    /**
     * An axis.
     *
     * @param label with its unit
     * @param range of the quantity
     */
    public record Axis(String label, Intervals.Range range) {

        /** From the beginning of the axis to its end, which all bars are within. */
        private double[] shown(List<Estimate> estimates) {
            DoubleSummaryStatistics ends = estimates.stream()
                    .flatMapToDouble(estimate ->
                            estimate.interval(range.least(), range.most()).ends())
                    .summaryStatistics();
            double length = ends.getMax() - ends.getMin();
            double free = MARGIN * (length > 0 ? length : 1);
            return new double[] {ends.getMin() - free, ends.getMax() + free};
        }
    }

    private TradeoffChart(Tradeoff tradeoff, Axis across, Axis up) {
        this.tradeoff = tradeoff;
        this.across = across;
        this.up = up;
        this.chart = Charts.points("", across.label(), up.label());
    }

    /**
     * Draws settings.
     *
     * @param tradeoff at least two settings, each of another name
     * @param across the axis of the first number
     * @param up the axis of the second number
     * @param styles that the points take their colours from
     * @param look what the point of a setting stands for
     * @return the chart
     */
    public static XYChart of(
            Tradeoff tradeoff,
            Axis across,
            Axis up,
            LineStyles styles,
            Function<Tradeoff.Point, LineStyles.Look> look) {
        TradeoffChart drawn = new TradeoffChart(tradeoff, across, up);
        drawn.chart.getStyler().setMarkerSize(MARKER).setLegendVisible(false);
        drawn.addLine();
        drawn.addPoints(styles, look);
        return drawn.chart;
    }

    private void addLine() {
        List<Tradeoff.Point> front = tradeoff.front();
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

    private void addPoints(LineStyles styles, Function<Tradeoff.Point, LineStyles.Look> look) {
        double[] x = across.shown(
                tradeoff.points().stream().map(Tradeoff.Point::first).toList());
        double[] y =
                up.shown(tradeoff.points().stream().map(Tradeoff.Point::second).toList());
        chart.getStyler().setXAxisMin(x[0]).setXAxisMax(x[1]).setYAxisMin(y[0]).setYAxisMax(y[1]);
        for (Tradeoff.Point point : tradeoff.points()) {
            double first = point.first().mean();
            double second = point.second().mean();
            XYSeries drawn = chart.addSeries(point.name(), new double[] {first}, new double[] {second});
            drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            styles.points(drawn, look.apply(point));
            Intervals.add(chart, drawn, point.second(), up.range(), share -> first + share * (x[1] - x[0]));
            Intervals.addAcross(chart, drawn, point.first(), across.range(), share -> second + share * (y[1] - y[0]));
        }
    }
}
