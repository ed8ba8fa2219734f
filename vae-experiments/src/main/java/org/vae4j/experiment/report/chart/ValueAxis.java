package org.vae4j.experiment.report.chart;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/**
 * The horizontal axis of a chart over the values of a setting, drawn to scale. It is logarithmic if all values are
 * positive and span at least a factor of ten. Its ticks stand at these values and nowhere else.
 *
 * @param values at least two finite values, in strictly ascending order
 */
public record ValueAxis(List<Double> values) {

    /** The least ratio of the largest to the smallest value for which an axis is logarithmic. */
    private static final double LOGARITHMIC_RATIO = 10;

    /** The space before the first value and behind the last, as a share of the axis. */
    private static final double MARGIN = 0.07;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are fewer than two values, or if they do not ascend or are not finite
     */
    public ValueAxis {
        values = List.copyOf(values);
        boolean isAscending = IntStream.range(1, values.size()).allMatch(ascends(values));
        if (values.size() < 2 || !isAscending || !values.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "found the values " + values + " for an axis, expected two or more finite values that ascend");
        }
    }

    private static IntPredicate ascends(List<Double> values) {
        return i -> values.get(i - 1) < values.get(i);
    }

    /**
     * The axis that shows some values.
     *
     * @param values finite values in any order, at least two of which differ
     * @throws IllegalArgumentException if fewer than two values differ, or if one is not finite
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

    /** {@return whether equal distances on the axis stand for equal ratios} */
    public boolean isLogarithmic() {
        return least() > 0 && most() / least() >= LOGARITHMIC_RATIO;
    }

    /** Gives a chart the scale and the limits of this axis. */
    void applyTo(XYChart chart) {
        chart.getStyler().setXAxisLogarithmic(isLogarithmic());
        chart.getStyler().setXAxisMin(beside(least(), -MARGIN)).setXAxisMax(beside(most(), MARGIN));
    }

    /**
     * The coordinate of a place beside a value.
     *
     * @param value a value on the axis
     * @param share the distance to the right of the value, as a share of the axis' length; negative to the left
     * @return the coordinate, a number on the scale of the values
     */
    public double beside(double value, double share) {
        return isLogarithmic() ? value * Math.pow(most() / least(), share) : value + share * (most() - least());
    }
}
