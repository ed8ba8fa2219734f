package org.vae4j.experiment.report.estimate;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The mean of a quantity over independent runs, with its 95 % confidence interval.
 *
 * @param values the values of the runs, in ascending order
 * @param mean the mean of the values
 * @param standardDeviation the standard deviation of the values, with the divisor n − 1; empty for one run
 * @param halfWidth half the width of the two-sided 95 % confidence interval of the mean, {@code t(0.975, n-1) sd /
 *     √n}; empty for one run
 */
public record Estimate(List<Double> values, double mean, OptionalDouble standardDeviation, OptionalDouble halfWidth) {

    /** The probability below the upper end of a two-sided 95 % interval. */
    private static final double UPPER_PROBABILITY = 0.975;

    private static final int MAX_DECIMALS = 2;

    /**
     * Copies the values.
     *
     * @throws IllegalArgumentException if there is no value
     */
    public Estimate {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("found no value to estimate a mean from, expected at least one");
        }
    }

    /**
     * Estimates the mean of a quantity from independent values.
     *
     * @param values at least one
     * @return their mean and, for two or more values, their standard deviation and the interval of the mean
     * @throws IllegalArgumentException if there is no value
     */
    public static Estimate of(List<Double> values) {
        List<Double> ascending = values.stream().sorted().toList();
        int n = values.size();
        double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
        if (n < 2) {
            return new Estimate(ascending, mean, OptionalDouble.empty(), OptionalDouble.empty());
        }
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double sd = Math.sqrt(squares / (n - 1));
        double t = new TDistribution(n - 1).inverseCumulativeProbability(UPPER_PROBABILITY);
        return new Estimate(ascending, mean, OptionalDouble.of(sd), OptionalDouble.of(t * sd / Math.sqrt(n)));
    }

    /**
     * A confidence interval within the range of its quantity.
     *
     * @param low its lower end
     * @param high its upper end
     * @param lowIsCut whether the quantity's least value cut the lower end
     * @param highIsCut whether the quantity's greatest value cut the upper end
     */
    public record Interval(double low, double high, boolean lowIsCut, boolean highIsCut) {

        /** Whether nothing lies between its ends, as for one run; true also where an end is NaN. */
        boolean isEmpty() {
            return !(low < high);
        }

        /** {@return both ends, the lower one first} */
        public DoubleStream ends() {
            return DoubleStream.of(low, high);
        }
    }

    /**
     * The interval within the range that the quantity can have: a count of units, for example, is never below 0.
     *
     * @param least the least value of the quantity
     * @param most the greatest value of the quantity
     * @return the interval; for one run, both ends are the mean
     */
    public Interval interval(double least, double most) {
        double low = mean - halfWidth.orElse(0);
        double high = mean + halfWidth.orElse(0);
        return new Interval(Math.max(least, low), Math.min(most, high), low < least, high > most);
    }

    /**
     * Whether the intervals of two estimates share a value. Disjoint intervals, each of several runs, show that
     * the means differ. Intervals that overlap do not show that the means are equal.
     *
     * @param other an estimate of the same quantity; the interval of a single run is the point of its mean
     * @return whether they overlap
     */
    public boolean overlaps(Estimate other) {
        return Math.abs(mean - other.mean) <= halfWidth.orElse(0) + other.halfWidth.orElse(0);
    }

    /** {@return the number of runs} */
    public int n() {
        return values.size();
    }

    /**
     * The values in words, for a quantity that is a count. The interval of a mean of counts may reach beyond every
     * possible count, so that the counts themselves say more.
     *
     * @return for example "9, 10, 10", or a single value if all runs have the same
     */
    public String counts() {
        return values.stream().distinct().count() == 1
                ? count(values.get(0))
                : values.stream().map(Estimate::count).collect(Collectors.joining(", "));
    }

    private static String count(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /** {@return "mean ± half width" with two decimals} */
    public String text() {
        return text(MAX_DECIMALS);
    }

    /**
     * The estimate in words: "mean ± half width", or the mean alone for a single run.
     *
     * @param decimals the number of digits after the decimal point
     */
    public String text(int decimals) {
        String format = "%." + decimals + "f";
        return String.format(Locale.ROOT, format, mean).replace('-', '−')
                + (halfWidth.isPresent() ? " ± " + String.format(Locale.ROOT, format, halfWidth.getAsDouble()) : "");
    }

    /** {@return the number of decimals, at most two, with which the half width has two significant digits} */
    public int decimals() {
        double half = halfWidth.orElse(0);
        if (half == 0) {
            return mean == Math.rint(mean) ? 0 : MAX_DECIMALS;
        }
        return (int) Math.max(0, Math.min(MAX_DECIMALS, 1 - Math.floor(Math.log10(half))));
    }
}
