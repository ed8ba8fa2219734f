package org.vae4j.info;

import java.util.Arrays;
import org.vae4j.math.LogSumExp;

/** Checks of probabilities and distributions, and the normalisation of weights. */
public final class Probabilities {

    /**
     * The largest difference from 1 of the sum of a distribution. It is far above the rounding of a long sum of doubles
     * and far below any mistake. An array of floats has to be normalised first.
     */
    public static final double SUM_TOLERANCE = 1e-9;

    private Probabilities() {}

    /**
     * Requires a probability.
     *
     * @param name the caller's name of the value
     * @param p the number to check
     * @return {@code p}
     * @throws IllegalArgumentException if it is not in [0, 1]
     */
    public static double requireProbability(String name, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("%s: found %s, expected a probability in [0, 1]".formatted(name, p));
        }
        return p;
    }

    /**
     * Requires a distribution over at least one outcome.
     *
     * @param name the caller's name of the value
     * @param p the array to check
     * @return {@code p}
     * @throws IllegalArgumentException if it is empty, an entry is negative or NaN, or the sum is not 1 within
     *     {@link #SUM_TOLERANCE}
     */
    public static double[] requireDistribution(String name, double... p) {
        double sum = requireWeights(name, p);
        if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
            throw new IllegalArgumentException(
                    "%s: found probabilities that sum to %s, expected 1; divide by the sum, Probabilities.normalise"
                            .formatted(name, sum));
        }
        return p;
    }

    /**
     * Requires a joint distribution of two variables.
     *
     * @param name the caller's name of the value
     * @param joint {@code joint[x][y]}, all rows of one length
     * @return {@code joint}
     * @throws IllegalArgumentException if it is empty, ragged or no distribution
     */
    public static double[][] requireJoint(String name, double[][] joint) {
        for (double[] row : joint) {
            if (row.length != joint[0].length) {
                throw new IllegalArgumentException("%s: found rows of %d and %d entries, expected one length"
                        .formatted(name, joint[0].length, row.length));
            }
        }
        requireDistribution(name, flatten(joint));
        return joint;
    }

    /**
     * The distribution proportional to given weights.
     *
     * @param weights counts or other weights, at least 0, not all 0
     * @return a new array that sums to 1
     * @throws IllegalArgumentException if a weight is negative, NaN or infinite, or all are 0
     */
    public static double[] normalise(double... weights) {
        double sum = requireWeights("weights", weights);
        if (!(sum > 0 && Double.isFinite(sum))) {
            throw new IllegalArgumentException(
                    "weights: found a sum of %s, expected a positive finite one".formatted(sum));
        }
        return Arrays.stream(weights).map(w -> w / sum).toArray();
    }

    /**
     * The distribution proportional to the exponentials of given log-weights, also known as softmax.
     *
     * @param logWeights any numbers below infinity; negative infinity stands for a weight of 0
     * @return a new array that sums to 1
     * @throws IllegalArgumentException if there is no finite log-weight, or one is NaN or positive infinity
     */
    public static double[] normaliseLog(double... logWeights) {
        double logSum = LogSumExp.of(logWeights);
        if (!Double.isFinite(logSum)) {
            throw new IllegalArgumentException(
                    "logWeights: found a log-sum of %s, expected a finite one".formatted(logSum));
        }
        return Arrays.stream(logWeights).map(w -> Math.exp(w - logSum)).toArray();
    }

    static void requireSameOutcomes(double[] p, double[] q) {
        if (p.length != q.length) {
            throw new IllegalArgumentException("found distributions over %d and %d outcomes, expected the same outcomes"
                    .formatted(p.length, q.length));
        }
    }

    /** The entries of a joint distribution, row by row. */
    static double[] flatten(double[][] joint) {
        return Arrays.stream(joint).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Requires weights of at least 0, and returns their sum. */
    private static double requireWeights(String name, double[] weights) {
        if (weights.length == 0) {
            throw new IllegalArgumentException("%s: found no outcomes, expected at least one".formatted(name));
        }
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0)) {
                throw new IllegalArgumentException(
                        "%s: found %s at index %d, expected a number of at least 0".formatted(name, weights[i], i));
            }
            sum += weights[i];
        }
        return sum;
    }
}
