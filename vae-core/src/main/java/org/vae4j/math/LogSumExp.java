package org.vae4j.math;

/**
 * {@code log(sum(exp(x)))} without overflow, of a whole array and as a running sum that does not store the terms.
 *
 * <p>The running form keeps the largest term {@code m} and {@code sum(exp(x - m))}, and rescales the sum whenever a
 * larger term arrives. Instances are not thread-safe; give each thread its own and join them by
 * {@link #addAll(LogSumExp)}.
 */
public final class LogSumExp {

    private double max = Double.NEGATIVE_INFINITY;
    /** {@code sum(exp(x - max))}. */
    private double scaledSum;

    private long count;

    /** A sum of no terms, whose value is negative infinity. */
    public LogSumExp() {}

    /**
     * {@code log(sum(exp(x)))} of all terms.
     *
     * @param terms any numbers, the infinities included; negative infinity adds nothing
     * @return the value, negative infinity if there are no terms, NaN if one is NaN
     */
    public static double of(double... terms) {
        double max = Double.NEGATIVE_INFINITY;
        for (double term : terms) {
            max = Math.max(max, term);
        }
        if (Double.isInfinite(max) || Double.isNaN(max)) {
            return max;
        }
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - max);
        }
        return max + Math.log(sum);
    }

    /**
     * {@code log(mean(exp(x)))} of all terms: the log of an average weight.
     *
     * @param terms any numbers, at least one
     * @return {@link #of(double...)} minus the log of the number of terms
     * @throws IllegalArgumentException if there are no terms
     */
    public static double meanOf(double... terms) {
        requireTerms(terms.length);
        return of(terms) - Math.log(terms.length);
    }

    /**
     * Adds one term.
     *
     * @param term any number; negative infinity counts as a term but adds nothing to the sum
     */
    public void add(double term) {
        count++;
        merge(term, 1);
    }

    /**
     * Adds the terms of another sum.
     *
     * @param other a sum, left as it is
     */
    public void addAll(LogSumExp other) {
        count += other.count;
        merge(other.max, other.scaledSum);
    }

    /**
     * The value so far.
     *
     * @return {@code log(sum(exp(x)))}, negative infinity for no terms
     */
    public double value() {
        return Double.isInfinite(max) ? max : max + Math.log(scaledSum);
    }

    /**
     * The log of the average so far.
     *
     * @return {@code log(mean(exp(x)))}
     * @throws IllegalArgumentException if there are no terms
     */
    public double mean() {
        requireTerms(count);
        return value() - Math.log(count);
    }

    /**
     * The number of terms so far.
     *
     * @return at least 0
     */
    public long count() {
        return count;
    }

    /** Adds {@code otherSum · exp(otherMax)}. */
    private void merge(double otherMax, double otherSum) {
        if (otherMax == Double.NEGATIVE_INFINITY) {
            return;
        }
        if (max == otherMax) {
            scaledSum += otherSum;
        } else if (max > otherMax) {
            scaledSum += otherSum * Math.exp(otherMax - max);
        } else {
            // Comparisons with NaN are false, so it comes here and stays.
            scaledSum = otherSum + (scaledSum == 0 ? 0 : scaledSum * Math.exp(max - otherMax));
            max = Double.isNaN(max) ? max : otherMax;
        }
    }

    private static void requireTerms(long terms) {
        if (terms == 0) {
            throw new IllegalArgumentException("found no terms, expected at least one to take the mean of");
        }
    }
}
