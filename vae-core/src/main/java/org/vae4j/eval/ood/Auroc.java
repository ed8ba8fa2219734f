package org.vae4j.eval.ood;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import org.vae4j.math.StableMath;

/**
 * The area under the receiver operating characteristic of a score that should be higher for positives than for
 * negatives: A = P(a &gt; b) + ½ P(a = b) for a random positive a and a random negative b. It is the Mann-Whitney
 * statistic divided by the number of pairs (Hanley and McNeil 1982).
 *
 * <p>The placement of a value is the share of the other class below it, with ties counted half; A is the mean placement
 * of the positives. The standard error is √(S₁/m + S₀/n), where S₁ and S₀ are the sample variances of the placements of
 * the m positives and n negatives (DeLong, DeLong and Clarke-Pearson 1988; by ranks as in Sun and Xu 2014).
 *
 * <p>The interval is symmetric on the logit scale, so it stays within 0 and 1. For A = 0 or 1 the standard error is 0;
 * the open end of the interval is then that of Clopper and Pearson (1934) for min(m, n) independent pairs, all of which
 * agree.
 *
 * @param value A in [0, 1]; ½ is no better than guessing, and below ½ the score is reversed
 * @param standardError standard error of the value, at least 0
 * @param lower lower end of the 95 % confidence interval
 * @param upper upper end of the 95 % confidence interval
 * @param positives m, the number of positives
 * @param negatives n, the number of negatives
 */
public record Auroc(double value, double standardError, double lower, double upper, int positives, int negatives) {

    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /** The probability outside each end of the interval. */
    private static final double TAIL = 0.025;

    /**
     * Computes the area for the scores of two samples.
     *
     * @param positives scores that should be high, at least two; infinite scores are allowed
     * @param negatives scores that should be low, at least two; infinite scores are allowed
     * @return the area with its interval
     * @throws IllegalArgumentException when there are fewer than two of a kind, or one is not a number
     */
    public static Auroc of(double[] positives, double[] negatives) {
        double[] sortedPositives = sorted("positive", positives);
        double[] sortedNegatives = sorted("negative", negatives);
        int m = positives.length;
        int n = negatives.length;
        double[] positivePlacements = placements(positives, sortedNegatives);
        double[] negativePlacements = placements(negatives, sortedPositives);
        double value = mean(positivePlacements);
        double error = Math.sqrt(variance(positivePlacements) / m + variance(negativePlacements) / n);
        Interval interval = interval(value, error, Math.min(m, n));
        return new Auroc(value, error, interval.lower, interval.upper, m, n);
    }

    /** Returns a sorted copy. */
    private static double[] sorted(String kind, double[] scores) {
        if (scores.length < 2) {
            throw new IllegalArgumentException("found " + scores.length + " " + kind
                    + " scores, expected at least two: an area without a variance says nothing");
        }
        double[] copy = scores.clone();
        Arrays.sort(copy);
        if (Double.isNaN(copy[copy.length - 1])) {
            throw new IllegalArgumentException(
                    "found a " + kind + " score that is not a number, expected numbers: look at how it was computed");
        }
        return copy;
    }

    /** The placement of each value: the share of the others below it, with equal ones counted half. */
    private static double[] placements(double[] values, double[] sortedOthers) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            int below = countWhile(sortedOthers, other -> other < value);
            int notAbove = countWhile(sortedOthers, other -> other <= value);
            result[i] = (below + notAbove) / 2.0 / sortedOthers.length;
        }
        return result;
    }

    /** The number of values that satisfy a condition, by binary search; they must be the first ones of the array. */
    private static int countWhile(double[] sorted, DoublePredicate condition) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (condition.test(sorted[middle])) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }

    private record Interval(double lower, double upper) {}

    /** The confidence interval of an area; the derivative of the logit is 1 / (A (1 - A)). */
    private static Interval interval(double value, double error, int pairs) {
        if (value <= 0 || value >= 1) {
            double open = Math.pow(TAIL, 1.0 / pairs);
            return value >= 1 ? new Interval(open, 1) : new Interval(0, 1 - open);
        }
        double logit = StableMath.logit(value);
        double half = Z * error / (value * (1 - value));
        return new Interval(StableMath.sigmoid(logit - half), StableMath.sigmoid(logit + half));
    }
}
