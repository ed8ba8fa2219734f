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
 * Draws the trade-off of settings between two numbers: one point per setting with the confidence intervals of both
 * numbers, and a line through the settings that no other setting beats in both.
 */
public final class TradeoffChart {

    private static final String FRONT_NAME = "no other is better in both";
    private static final Color NEUTRAL = new Color(0x828282);
    private static final int MARKER_SIZE = 10;
    /** The space beside the outermost bars, as a share of the distance between them. */
    private static final double MARGIN = 0.06;

    private final Tradeoff tradeoff;
    private final Axis across;
    private final Axis up;
    private final XYChart chart;

    /**
     * The axis of one of the two numbers.
     *
     * @param label the label of the axis, with the unit of the number
     * @param range the range of the number
     */
    public record Axis(String label, Intervals.Range range) {

        /** The limits between which all bars are seen. */
        private Intervals.Range limits(List<Estimate> estimates) {
            DoubleSummaryStatistics ends = estimates.stream()
                    .flatMapToDouble(estimate ->
                            estimate.interval(range.least(), range.most()).ends())
                    .summaryStatistics();
            double length = ends.getMax() - ends.getMin();
            double margin = MARGIN * (length > 0 ? length : 1);
            return new Intervals.Range(ends.getMin() - margin, ends.getMax() + margin);
        }
    }

    private TradeoffChart(Tradeoff tradeoff, Axis across, Axis up) {
        this.tradeoff = tradeoff;
        this.across = across;
        this.up = up;
        this.chart = Charts.points("", across.label(), up.label());
    }

    /**
     * Draws the settings of a trade-off.
     *
     * @param tradeoff at least two settings with different names
     * @param across the axis of the first number
     * @param up the axis of the second number
     * @param styles the colours and marker shapes of the points
     * @param look gives the names that the point of a setting stands for
     * @return the chart
     */
    public static XYChart of(
            Tradeoff tradeoff,
            Axis across,
            Axis up,
            LineStyles styles,
            Function<Tradeoff.Point, LineStyles.Look> look) {
        TradeoffChart drawn = new TradeoffChart(tradeoff, across, up);
        drawn.chart.getStyler().setMarkerSize(MARKER_SIZE).setLegendVisible(false);
        drawn.addFront();
        drawn.addPoints(styles, look);
        return drawn.chart;
    }

    private void addFront() {
        List<Tradeoff.Point> front = tradeoff.front();
        if (front.size() > 1) {
            XYSeries line = chart.addSeries(
                    FRONT_NAME,
                    front.stream().mapToDouble(point -> point.first().mean()).toArray(),
                    front.stream().mapToDouble(point -> point.second().mean()).toArray());
            line.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
            line.setMarker(SeriesMarkers.NONE);
            line.setLineColor(NEUTRAL);
        }
    }

    private void addPoints(LineStyles styles, Function<Tradeoff.Point, LineStyles.Look> look) {
        Intervals.Range x = across.limits(
                tradeoff.points().stream().map(Tradeoff.Point::first).toList());
        Intervals.Range y =
                up.limits(tradeoff.points().stream().map(Tradeoff.Point::second).toList());
        chart.getStyler().setXAxisMin(x.least()).setXAxisMax(x.most());
        chart.getStyler().setYAxisMin(y.least()).setYAxisMax(y.most());
        for (Tradeoff.Point point : tradeoff.points()) {
            double first = point.first().mean();
            double second = point.second().mean();
            XYSeries drawn = chart.addSeries(point.name(), new double[] {first}, new double[] {second});
            drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            styles.points(drawn, look.apply(point));
            Intervals.add(chart, drawn, point.second(), up.range(), share -> first + share * (x.most() - x.least()));
            Intervals.addAcross(
                    chart, drawn, point.first(), across.range(), share -> second + share * (y.most() - y.least()));
        }
    }
}
