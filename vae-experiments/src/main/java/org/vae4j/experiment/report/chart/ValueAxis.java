package org.vae4j.experiment.report.chart;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;

/**
 * The horizontal axis of a chart over the values of a setting, drawn to scale: logarithmic where all values are
 * positive and span a factor of ten.
 *
 * @param least the smallest value
 * @param most the largest value, above the smallest
 */
public record ValueAxis(double least, double most) {

    /** An axis is logarithmic from this ratio of its largest to its smallest value on. */
    private static final double WIDE = 10;

    /** Powers of ten are labels enough from this ratio on; below it 2 and 5 have labels, too. */
    private static final double DECADES = 50;

    /** What is left free before the first value and behind the last, as a share of the axis. */
    private static final double MARGIN = 0.07;

    /**
     * The axis that shows some values.
     *
     * @param values at least two that differ
     */
    public static ValueAxis of(DoubleStream values) {
        DoubleSummaryStatistics all = values.summaryStatistics();
        return new ValueAxis(all.getMin(), all.getMax());
    }

    /** {@return whether equal distances stand for equal ratios} */
    public boolean isLogarithmic() {
        return least > 0 && most / least >= WIDE;
    }

    /**
     * Gives a chart this axis.
     *
     * @param chart of lines or points
     */
    public void applyTo(XYChart chart) {
        if (isLogarithmic()) {
            chart.getStyler().setXAxisLogarithmic(true).setXAxisTickLabelsFormattingFunction(Ticks.powers(labelled()));
        }
        chart.getStyler().setXAxisMin(beside(least, -MARGIN)).setXAxisMax(beside(most, MARGIN));
    }

    /** The first digits of the numbers that have a label on a logarithmic axis. */
    private List<Integer> labelled() {
        return most / least < DECADES ? List.of(1, 2, 5) : List.of(1);
    }

    /**
     * A place beside a value.
     *
     * @param value a value on the axis
     * @param share how far to the right of the value, as a share of the axis' length; negative to the left
     * @return the coordinate of the place
     */
    public double beside(double value, double share) {
        return isLogarithmic() ? value * Math.pow(most / least, share) : value + share * (most - least);
    }
}
