package org.vae4j.experiment.report.chart;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Confidence intervals as bars through the means. An end has a cross bar, unless the interval would reach beyond what
 * the quantity can be: there the bar stops at the limit and is open.
 */
public final class Intervals {

    /** Half the width of a cross bar, as a share of the axis. */
    private static final double CAP = 0.012;

    private Intervals() {}

    /**
     * The range of a quantity.
     *
     * @param least no value lies below it; may be negative infinity
     * @param most no value lies above it; may be infinity
     */
    public record Range(double least, double most) {

        /** The range of what can be any number. */
        public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** The ends of a cross bar on an axis. */
    @FunctionalInterface
    public interface Cap {

        /**
         * A place beside the mean.
         *
         * @param share how far to the right, as a share of the axis
         */
        double at(double share);
    }

    /**
     * Adds the interval of one mean to a chart; of a single run there is none.
     *
     * @param chart the chart
     * @param of the series whose colour the bar has
     * @param estimate the mean
     * @param range of the quantity
     * @param cap places beside the mean; at 0 the mean's own
     */
    public static void add(XYChart chart, XYSeries of, Estimate estimate, Range range, Cap cap) {
        double[] ends = estimate.interval(range.least(), range.most());
        if (!(ends[1] > ends[0])) {
            return;
        }
        double half = estimate.halfWidth().orElse(0);
        double low = estimate.mean() - half < range.least() ? 0 : CAP;
        double high = estimate.mean() + half > range.most() ? 0 : CAP;
        String name = of.getName() + " interval " + chart.getSeriesCollection().size();
        double middle = cap.at(0);
        XYSeries bar = chart.addSeries(
                name,
                new double[] {cap.at(-low), cap.at(low), middle, middle, cap.at(-high), cap.at(high)},
                new double[] {ends[0], ends[0], ends[0], ends[1], ends[1], ends[1]});
        bar.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        bar.setLineColor(of.getMarkerColor());
        bar.setMarker(SeriesMarkers.NONE);
        bar.setShowInLegend(false);
    }
}
