package org.vae4j.experiment.sweep.result;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A mean over independent runs and how well it is known.
 *
 * @param n runs
 * @param mean of their values
 * @param standardDeviation of the values, with n - 1; absent for one run
 * @param halfWidth of the two-sided 95 % confidence interval of the mean, {@code t(0.975, n-1) sd / √n}; absent for one
 *     run
 */
record Estimate(int n, double mean, OptionalDouble standardDeviation, OptionalDouble halfWidth) {

    private static final double UPPER = 0.975;

    /** Of at least one value. */
    static Estimate of(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        if (n == 1) {
            return new Estimate(1, mean, OptionalDouble.empty(), OptionalDouble.empty());
        }
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double sd = Math.sqrt(squares / (n - 1));
        double t = new TDistribution(n - 1).inverseCumulativeProbability(UPPER);
        return new Estimate(n, mean, OptionalDouble.of(sd), OptionalDouble.of(t * sd / Math.sqrt(n)));
    }

    /** Mean ± half width. */
    String text() {
        return halfWidth.isPresent()
                ? String.format(Locale.ROOT, "%.2f ± %.2f", mean, halfWidth.getAsDouble())
                : String.format(Locale.ROOT, "%.2f", mean);
    }
}
