package org.vae4j.experiment.report.estimate;

import java.util.Optional;
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

    /** Places beside a mean, on the axis that its interval does not lie along. */
    @FunctionalInterface
    public interface Cap {

        /**
         * A place beside the mean.
         *
         * @param share how far to the right or upwards, as a share of the axis; 0 for the mean's own place
         */
        double at(double share);
    }

    /**
     * Adds the interval of one mean as an upright bar; of a single run there is none.
     *
     * @param chart the chart
     * @param of the series whose colour the bar has
     * @param estimate the mean, on the vertical axis
     * @param range of the quantity
     * @param cap places beside the mean on the horizontal axis
     */
    public static void add(XYChart chart, XYSeries of, Estimate estimate, Range range, Cap cap) {
        ends(estimate, range)
                .ifPresent(ends -> style(chart.addSeries(name(chart, of), ends.beside(cap), ends.along()), of));
    }

    /**
     * Adds the interval of one mean as a level bar; of a single run there is none.
     *
     * @param chart the chart
     * @param of the series whose colour the bar has
     * @param estimate the mean, on the horizontal axis
     * @param range of the quantity
     * @param cap places beside the mean on the vertical axis
     */
    public static void addAcross(XYChart chart, XYSeries of, Estimate estimate, Range range, Cap cap) {
        ends(estimate, range)
                .ifPresent(ends -> style(chart.addSeries(name(chart, of), ends.along(), ends.beside(cap)), of));
    }

    /**
     * The ends of a bar.
     *
     * @param low where it begins
     * @param high where it ends
     * @param lowCap half the width of the cross bar at its beginning; 0 for none
     * @param highCap half the width of the cross bar at its end; 0 for none
     */
    private record Ends(double low, double high, double lowCap, double highCap) {

        double[] along() {
            return new double[] {low, low, low, high, high, high};
        }

        double[] beside(Cap cap) {
            return new double[] {
                cap.at(-lowCap), cap.at(lowCap), cap.at(0), cap.at(0), cap.at(-highCap), cap.at(highCap)
            };
        }
    }

    private static Optional<Ends> ends(Estimate estimate, Range range) {
        double[] ends = estimate.interval(range.least(), range.most());
        if (!(ends[1] > ends[0])) {
            return Optional.empty();
        }
        double half = estimate.halfWidth().orElse(0);
        return Optional.of(new Ends(
                ends[0],
                ends[1],
                estimate.mean() - half < range.least() ? 0 : CAP,
                estimate.mean() + half > range.most() ? 0 : CAP));
    }

    private static String name(XYChart chart, XYSeries of) {
        return of.getName() + " interval " + chart.getSeriesCollection().size();
    }

    private static void style(XYSeries bar, XYSeries of) {
        bar.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        bar.setLineColor(of.getMarkerColor());
        bar.setMarker(SeriesMarkers.NONE);
        bar.setShowInLegend(false);
    }
}
