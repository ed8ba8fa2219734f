package org.vae4j.experiment.report.chart;

import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;

/**
 * The horizontal axis of a chart over the values of a setting, drawn to scale: logarithmic where all values are
 * positive and span a factor of ten. Its ticks stand at these values and nowhere else.
 *
 * @param values at least two that differ, ascending
 */
public record ValueAxis(List<Double> values) {

    /** An axis is logarithmic from this ratio of its largest to its smallest value on. */
    private static final double WIDE = 10;

    /** What is left free before the first value and behind the last, as a share of the axis. */
    private static final double MARGIN = 0.07;

    /** Copies the list. */
    public ValueAxis {
        values = List.copyOf(values);
    }

    /**
     * The axis that shows some values.
     *
     * @param values at least two that differ
     */
    public static ValueAxis of(DoubleStream values) {
        return new ValueAxis(values.sorted().distinct().boxed().toList());
    }

    private double least() {
        return values.get(0);
    }

    private double most() {
        return values.get(values.size() - 1);
    }

    /** {@return whether equal distances stand for equal ratios} */
    public boolean isLogarithmic() {
        return least() > 0 && most() / least() >= WIDE;
    }

    /** Gives a chart the scale of this axis. */
    void applyTo(XYChart chart) {
        chart.getStyler().setXAxisLogarithmic(isLogarithmic());
        chart.getStyler().setXAxisMin(beside(least(), -MARGIN)).setXAxisMax(beside(most(), MARGIN));
    }

    /**
     * A place beside a value.
     *
     * @param value a value on the axis
     * @param share how far to the right of the value, as a share of the axis' length; negative to the left
     * @return the coordinate of the place
     */
    public double beside(double value, double share) {
        return isLogarithmic() ? value * Math.pow(most() / least(), share) : value + share * (most() - least());
    }
}
