package org.vae4j.eval.importance;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vae4j.eval.ExampleEstimate;
import org.vae4j.math.LogSumExp;

/**
 * Statistics of the importance weights of one example, which are added one by one and not stored: the logarithm of
 * their mean, the effective sample size (Σw)² / Σw², and for each group size K the mean over disjoint groups of the
 * logarithm of the group's mean weight. Each group is a draw of the K-sample bound, so this mean is unbiased for the
 * bound; an incomplete last group is left out.
 *
 * <p>The standard error of the logarithm of the mean is the jackknife over G = 20 parts: √((G - 1)/G Σ_i (L_i - L̄)²),
 * where L_i is the logarithm of the mean of all weights but those of part i. The usual √(1/ESS - 1/n) agrees with it
 * where many weights matter, but it cannot exceed 1 and is several times too small where a few weights dominate. The
 * expected jackknife variance is not below the true one (Efron and Stein 1981).
 */
public final class WeightStatistics {

    /** G: enough parts for an error, and few enough to keep them for each of many examples. */
    private static final int JACKKNIFE_PARTS = 20;

    /** Passed to {@link #without} to leave out no part. */
    private static final int NO_PART = -1;

    /** The weights of each part; weight number n is in part n mod G. */
    private final LogSumExp[] parts = new LogSumExp[JACKKNIFE_PARTS];

    private final LogSumExp squares = new LogSumExp();
    private long count;
    private final int[] sizes;
    /** The incomplete group of each size. */
    private final LogSumExp[] group;
    /** The sum of log 1/K Σ w over the full groups of each size, and their number. */
    private final double[] logMeans;

    private final int[] groups;

    /**
     * Creates statistics of no weights.
     *
     * @param groupSizes the sizes K of groups, each at least 1
     * @throws IllegalArgumentException when a size is below 1
     */
    public WeightStatistics(List<Integer> groupSizes) {
        sizes = groupSizes.stream().mapToInt(Integer::intValue).toArray();
        if (Arrays.stream(sizes).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    "found groups of " + groupSizes + " weights, expected at least 1 in each");
        }
        group = new LogSumExp[sizes.length];
        logMeans = new double[sizes.length];
        groups = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            group[i] = new LogSumExp();
        }
        Arrays.setAll(parts, i -> new LogSumExp());
    }

    /**
     * Adds the next weight.
     *
     * @param logWeight log w, nats
     */
    public void add(double logWeight) {
        parts[(int) (count++ % parts.length)].add(logWeight);
        squares.add(2 * logWeight);
        for (int i = 0; i < sizes.length; i++) {
            group[i].add(logWeight);
            if (group[i].count() == sizes[i]) {
                logMeans[i] += group[i].mean();
                groups[i]++;
                group[i] = new LogSumExp();
            }
        }
    }

    /**
     * Returns the mean over the full groups of log 1/K Σ w, an unbiased estimate of the K-sample bound.
     *
     * @param index index of K among the group sizes
     * @return the bound, nats; NaN without a full group
     */
    public double bound(int index) {
        return logMeans[index] / groups[index];
    }

    /** {@return the logarithm of the mean of all weights, its error, and the effective number of weights} */
    public ExampleEstimate estimate() {
        LogSumExp sum = without(NO_PART);
        double effective = Math.exp(2 * sum.value() - squares.value());
        return new ExampleEstimate(sum.mean(), samplingError(), effective);
    }

    /** The jackknife error; NaN for one weight, infinite where all the weight is in one part. */
    private double samplingError() {
        int used = (int) Math.min(count, parts.length);
        if (used < 2) {
            return Double.NaN;
        }
        double[] logMeans =
                IntStream.range(0, used).mapToDouble(i -> without(i).mean()).toArray();
        double average = Arrays.stream(logMeans).average().orElseThrow();
        if (average == Double.NEGATIVE_INFINITY && without(NO_PART).value() > average) {
            return Double.POSITIVE_INFINITY;
        }
        double squared =
                Arrays.stream(logMeans).map(l -> (l - average) * (l - average)).sum();
        return Math.sqrt(squared * (used - 1) / used);
    }

    /** The sum of all weights but those of one part. */
    private LogSumExp without(int part) {
        LogSumExp sum = new LogSumExp();
        for (int i = 0; i < parts.length; i++) {
            if (i != part) {
                sum.addAll(parts[i]);
            }
        }
        return sum;
    }
}
