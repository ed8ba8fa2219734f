package org.vae4j.eval;

import java.util.List;
import org.vae4j.math.LogSumExp;

/**
 * The weights of one example as they pass by: their sum, the sum of their squares, and for each group size K the mean over
 * disjoint groups of the logarithm of the group's mean. Every group is a draw of the K-sample bound, so their mean is
 * unbiased for it; a last group that is not full is left out.
 */
final class ImportanceWeights {

    private final LogSumExp sum = new LogSumExp();
    private final LogSumExp squares = new LogSumExp();
    private final int[] sizes;
    private final LogSumExp[] group;
    private final double[] logMeans;
    private final int[] groups;

    ImportanceWeights(List<Integer> groupSizes) {
        sizes = groupSizes.stream().mapToInt(Integer::intValue).toArray();
        group = new LogSumExp[sizes.length];
        logMeans = new double[sizes.length];
        groups = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            group[i] = new LogSumExp();
        }
    }

    void add(double logWeight) {
        sum.add(logWeight);
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

    /** Unbiased for E log 1/K Σ w. */
    double bound(int index) {
        return logMeans[index] / groups[index];
    }

    ExampleEstimate estimate() {
        double effective = Math.exp(2 * sum.value() - squares.value());
        double variance = 1 / effective - 1.0 / sum.count();
        return new ExampleEstimate(sum.mean(), Math.sqrt(Math.max(0, variance)), effective);
    }
}
