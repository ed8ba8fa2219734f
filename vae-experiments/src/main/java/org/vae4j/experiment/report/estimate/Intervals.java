package org.vae4j.experiment.report.estimate;

import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws confidence intervals as bars through the means. A bar ends in a cross bar, unless the interval would reach
 * beyond what the quantity can be: there the bar stops at the limit and has an open end.
 */
public final class Intervals {

    /** Half the width of a cross bar, as a share of the axis. */
    private static final double CROSS_BAR = 0.012;

    private static final double OPEN = 0;

    private Intervals() {}

    /**
     * The range of a quantity.
     *
     * @param least no value lies below it; may be negative infinity
     * @param most no value lies above it; may be infinity
     */
    public record Range(double least, double most) {

        /** The range of a quantity that can be any number. */
        public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        public Range {
            // Written so that NaN is refused, too.
            if (!(least <= most)) {
                throw new IllegalArgumentException(
                        "found a range from " + least + " to " + most + ", expected the least value first");
            }
        }
    }

    /** Places beside a mean, on the axis across the bar. */
    @FunctionalInterface
    public interface CrossAxis {

        /**
         * The coordinate of a place beside the mean.
         *
         * @param share the distance to the right or upwards, as a share of the axis; 0 for the mean's own place
         */
        double at(double share);
    }

    /**
     * Adds the interval of one mean as an upright bar. The mean of a single run has no interval and gets no bar.
     *
     * @param chart the chart
     * @param series the series of the mean, whose colour the bar has
     * @param estimate the mean, on the vertical axis
     * @param range the range of the quantity
     * @param across places beside the mean on the horizontal axis
     */
    public static void add(XYChart chart, XYSeries series, Estimate estimate, Range range, CrossAxis across) {
        bar(estimate, range)
                .ifPresent(bar -> style(chart.addSeries(name(chart, series), bar.across(across), bar.along()), series));
    }

    /**
     * Adds the interval of one mean as a level bar. The mean of a single run has no interval and gets no bar.
     *
     * @param chart the chart
     * @param series the series of the mean, whose colour the bar has
     * @param estimate the mean, on the horizontal axis
     * @param range the range of the quantity
     * @param across places beside the mean on the vertical axis
     */
    public static void addAcross(XYChart chart, XYSeries series, Estimate estimate, Range range, CrossAxis across) {
        bar(estimate, range)
                .ifPresent(bar -> style(chart.addSeries(name(chart, series), bar.along(), bar.across(across)), series));
    }

    /**
     * A bar with a cross bar at each end, drawn in one stroke of six points.
     *
     * @param low the coordinate of its lower end
     * @param high the coordinate of its upper end
     * @param lowHalf half the width of the lower cross bar, as a share of the axis; {@link #OPEN} for none
     * @param highHalf half the width of the upper cross bar, as a share of the axis; {@link #OPEN} for none
     */
    private record Bar(double low, double high, double lowHalf, double highHalf) {

        double[] along() {
            return new double[] {low, low, low, high, high, high};
        }

        double[] across(CrossAxis axis) {
            return new double[] {
                axis.at(-lowHalf), axis.at(lowHalf), axis.at(0), axis.at(0), axis.at(-highHalf), axis.at(highHalf)
            };
        }
    }

    private static Optional<Bar> bar(Estimate estimate, Range range) {
        Estimate.Interval interval = estimate.interval(range.least(), range.most());
        return interval.isEmpty()
                ? Optional.empty()
                : Optional.of(new Bar(
                        interval.low(),
                        interval.high(),
                        interval.lowIsCut() ? OPEN : CROSS_BAR,
                        interval.highIsCut() ? OPEN : CROSS_BAR));
    }

    /** A name that no other series of the chart has. */
    private static String name(XYChart chart, XYSeries series) {
        return series.getName() + " interval " + chart.getSeriesCollection().size();
    }

    private static void style(XYSeries bar, XYSeries series) {
        bar.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        bar.setLineColor(series.getMarkerColor());
        bar.setMarker(SeriesMarkers.NONE);
        bar.setShowInLegend(false);
    }
}
