package org.vae4j.eval.importance;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vae4j.eval.ExampleEstimate;
import org.vae4j.math.LogSumExp;

/**
 * The weights of one example as they pass by: their sum, the sum of their squares, and for each group size K the mean
 * over disjoint groups of the logarithm of the group's mean. Every group is a draw of the K-sample bound, so their mean
 * is unbiased for it; a last group that is not full is left out.
 *
 * <p>The error of the logarithm of the mean is found by leaving out one twentieth of the weights at a time (the
 * jackknife). The textbook's √(1/ESS - 1/n) is the same where many weights count, but it cannot be above 1: where a few
 * weights outweigh the rest, it promises several times too much. The jackknife's expectation is not below the truth
 * (Efron and Stein 1981).
 */
public final class WeightStatistics {

    /** Enough for an error, and few enough to keep for each of many examples. */
    private static final int LEFT_OUT_IN_TURN = 20;

    private final LogSumExp[] parts = new LogSumExp[LEFT_OUT_IN_TURN];
    private final LogSumExp squares = new LogSumExp();
    private long count;
    private final int[] sizes;
    private final LogSumExp[] group;
    private final double[] logMeans;
    private final int[] groups;

    /**
     * Begins without weights.
     *
     * @param groupSizes the sizes K of groups, each at least 1
     */
    public WeightStatistics(List<Integer> groupSizes) {
        sizes = groupSizes.stream().mapToInt(Integer::intValue).toArray();
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
     * The mean over the full groups of log 1/K Σ w, which is unbiased for its expectation.
     *
     * @param index which of the group sizes
     * @return nats; NaN without a full group
     */
    public double bound(int index) {
        return logMeans[index] / groups[index];
    }

    /** {@return the logarithm of the mean of all weights, its error, and the effective number of weights} */
    public ExampleEstimate estimate() {
        LogSumExp sum = without(-1);
        double effective = Math.exp(2 * sum.value() - squares.value());
        return new ExampleEstimate(sum.mean(), samplingError(), effective);
    }

    /** √((G - 1)/G Σ (Lᵢ - L̄)²), Lᵢ being the logarithm of the mean of all but part i; NaN for one weight. */
    private double samplingError() {
        int used = (int) Math.min(count, parts.length);
        if (used < 2) {
            return Double.NaN;
        }
        double[] logMeans =
                IntStream.range(0, used).mapToDouble(i -> without(i).mean()).toArray();
        double average = Arrays.stream(logMeans).average().orElseThrow();
        if (average == Double.NEGATIVE_INFINITY && without(-1).value() > average) {
            return Double.POSITIVE_INFINITY;
        }
        double squared =
                Arrays.stream(logMeans).map(l -> (l - average) * (l - average)).sum();
        return Math.sqrt(squared * (used - 1) / used);
    }

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
