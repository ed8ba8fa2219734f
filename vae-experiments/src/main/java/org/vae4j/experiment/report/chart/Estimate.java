package org.vae4j.experiment.report.chart;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
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
     * The interval within the range that the quantity can have: a count of units is none below 0.
     *
     * @param least of the quantity
     * @param most of the quantity
     * @return its two ends; the mean twice for one run
     */
    public double[] interval(double least, double most) {
        double half = halfWidth.orElse(0);
        return new double[] {Math.max(least, mean - half), Math.min(most, mean + half)};
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
