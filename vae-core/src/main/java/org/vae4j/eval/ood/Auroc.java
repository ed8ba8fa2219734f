package org.vae4j.eval.ood;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import org.vae4j.math.StableMath;

/**
 * Area under the receiver operating characteristic of a score that should be higher for one class than for the other:
 * P(a &gt; b) + ½ P(a = b) for a random positive a and a random negative b, which is the Mann-Whitney statistic divided
 * by the number of pairs (Hanley and McNeil 1982).
 *
 * <p>The standard error is that of DeLong, DeLong and Clarke-Pearson (1988), computed from mid-ranks (Sun and Xu 2014).
 * The interval is symmetric on the logit scale, so it stays within 0 and 1. Where every pair is on the same side that
 * variance is 0; the open end of the interval is then the one of Clopper and Pearson (1934) for as many independent
 * pairs as there can be, all of which agreed.
 *
 * @param value in [0, 1]; ½ is no better than guessing, below it the score is upside down
 * @param standardError of the value, at least 0
 * @param lower end of the 95 % confidence interval
 * @param upper end of the 95 % confidence interval
 * @param positives how many values should be high
 * @param negatives how many values should be low
 */
public record Auroc(double value, double standardError, double lower, double upper, int positives, int negatives) {

    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    private static final double TAIL = 0.025;

    /**
     * Compares two samples.
     *
     * @param positives scores that should be high, at least two; infinite ones count as what they are
     * @param negatives scores that should be low, at least two
     * @return the area with its interval
     * @throws IllegalArgumentException when there are fewer than two of a kind, or one is not a number
     */
    public static Auroc of(double[] positives, double[] negatives) {
        double[] high = sorted("positive", positives);
        double[] low = sorted("negative", negatives);
        double[] overLow = placements(positives, low);
        double[] overHigh = placements(negatives, high);
        double value = mean(overLow);
        // A negative's placement counts the positives below it; only its variance is used.
        double error = Math.sqrt(variance(overLow) / high.length + variance(overHigh) / low.length);
        double[] ends = interval(value, error, Math.min(high.length, low.length));
        return new Auroc(value, error, ends[0], ends[1], high.length, low.length);
    }

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

    /** For each value, the share of the others below it, equal ones counted half. */
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

    /** How many values hold a condition that the smaller ones hold if any do: a binary search. */
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

    private static double[] interval(double value, double error, int pairs) {
        if (value <= 0 || value >= 1) {
            double open = Math.pow(TAIL, 1.0 / pairs);
            return value >= 1 ? new double[] {open, 1} : new double[] {0, 1 - open};
        }
        double logit = StableMath.logit(value);
        double half = Z * error / (value * (1 - value));
        return new double[] {StableMath.sigmoid(logit - half), StableMath.sigmoid(logit + half)};
    }
}
