package org.vae4j.math;

import java.util.Arrays;

/** Quantiles of a sample by linear interpolation between order statistics (Hyndman and Fan 1996, type 7). */
public final class Quantile {

    private Quantile() {}

    /**
     * A quantile. Values may be infinite: between two equal infinities, or at an order statistic itself, there is
     * nothing to interpolate.
     *
     * @param values the sample in any order, at least one value; not changed
     * @param p the share of values below the quantile, in [0, 1]
     * @return the quantile, in the unit of the values
     */
    public static double of(double[] values, double p) {
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
