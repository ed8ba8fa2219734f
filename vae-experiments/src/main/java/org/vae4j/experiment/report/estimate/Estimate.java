package org.vae4j.experiment.report.estimate;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A mean over independent runs and how well it is known.
 *
 * @param values of the runs, in ascending order
 * @param mean of their values
 * @param standardDeviation of the values, with n - 1; absent for one run
 * @param halfWidth of the two-sided 95 % confidence interval of the mean, {@code t(0.975, n-1) sd / √n}; absent for one
 *     run
 */
public record Estimate(List<Double> values, double mean, OptionalDouble standardDeviation, OptionalDouble halfWidth) {

    private static final double UPPER = 0.975;
    private static final int MOST_DECIMALS = 2;

    public Estimate {
        values = List.copyOf(values);
    }

    /**
     * Estimates from independent values.
     *
     * @param values at least one
     * @return their mean, and how well it is known
     */
    public static Estimate of(List<Double> values) {
        List<Double> ascending = values.stream().sorted().toList();
        int n = values.size();
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        if (n == 1) {
            return new Estimate(ascending, mean, OptionalDouble.empty(), OptionalDouble.empty());
        }
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double sd = Math.sqrt(squares / (n - 1));
        double t = new TDistribution(n - 1).inverseCumulativeProbability(UPPER);
        return new Estimate(ascending, mean, OptionalDouble.of(sd), OptionalDouble.of(t * sd / Math.sqrt(n)));
    }

    /**
     * A confidence interval within the range of its quantity.
     *
     * @param low its lower end
     * @param high its upper end
     * @param lowIsCut whether it would reach further down, but the quantity does not
     * @param highIsCut whether it would reach further up, but the quantity does not
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
     * Whether the interval of another estimate has a value in common with this one's, so that the two are not told
     * apart.
     *
     * @param other of the same quantity; an estimate from one run counts as a point
     */
    public boolean overlaps(Estimate other) {
        return Math.abs(mean - other.mean) <= halfWidth.orElse(0) + other.halfWidth.orElse(0);
    }

    /** {@return how many runs} */
    public int n() {
        return values.size();
    }

    /**
     * The values themselves, of a quantity that is counted: a mean of counts with an interval by a normal distribution
     * may lie where no count can.
     *
     * @return such as "9, 10, 10", or the one value that all runs have
     */
    public String counts() {
        return values.stream().distinct().count() == 1
                ? count(values.get(0))
                : values.stream().map(Estimate::count).collect(Collectors.joining(", "));
    }

    private static String count(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /** {@return mean ± half width} */
    public String text() {
        return text(MOST_DECIMALS);
    }

    /**
     * The mean ± half width.
     *
     * @param decimals places behind the point
     */
    public String text(int decimals) {
        String format = "%." + decimals + "f";
        return String.format(Locale.ROOT, format, mean).replace('-', '−')
                + (halfWidth.isPresent() ? " ± " + String.format(Locale.ROOT, format, halfWidth.getAsDouble()) : "");
    }

    /** {@return places behind the point, at most two, that show two digits of the half width} */
    public int decimals() {
        double half = halfWidth.orElse(0);
        if (half == 0) {
            return mean == Math.rint(mean) ? 0 : MOST_DECIMALS;
        }
        return (int) Math.max(0, Math.min(MOST_DECIMALS, 1 - Math.floor(Math.log10(half))));
    }
}
