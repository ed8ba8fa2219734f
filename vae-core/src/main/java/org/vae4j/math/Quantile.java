package org.vae4j.math;

import java.util.Arrays;

/**
 * Quantiles of a sample by linear interpolation between order statistics (Hyndman and Fan 1996, type 7): with n sorted
 * values v and position = p (n - 1), v[k] + (position - k) (v[k + 1] - v[k]) for k = ⌊position⌋.
 */
public final class Quantile {

    private Quantile() {}

    /**
     * Computes a quantile. Values may be infinite: between two equal infinities, or at an order statistic itself,
     * nothing is interpolated.
     *
     * @param values the sample in any order, at least one value; not changed
     * @param p the share of values below the quantile, in [0, 1]
     * @return the quantile, in the unit of the values
     * @throws IllegalArgumentException when there is no value, or p is outside [0, 1] or NaN
     */
    public static double of(double[] values, double p) {
        if (values.length == 0) {
            throw new IllegalArgumentException("found no values, expected at least one");
        }
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("found the share p = " + p + ", expected a number in [0, 1]");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double position = p * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        if (position == below || sorted[below] == sorted[above]) {
            return sorted[below];
        }
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
