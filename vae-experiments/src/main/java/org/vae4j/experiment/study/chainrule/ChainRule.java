package org.vae4j.experiment.study.chainrule;

import java.util.Arrays;
import org.vae4j.info.Probabilities;

/**
 * The chain rule with one free probability for every pixel and every content of the pixels before it. Immutable.
 *
 * <p>Pixel i needs 2^i numbers, d pixels need 2^d - 1: nothing is assumed, so nothing is saved. Any distribution over
 * binary images can be written this way.
 */
public final class ChainRule implements BinaryDensity {

    /** one[i][context] is P(x_i = 1 | pixels before i). */
    private final double[][] one;

    private ChainRule(double[][] one) {
        this.one = one;
    }

    /**
     * The conditionals of a distribution, read off by summing its table: {@code P(x_i = 1 | x_<i)} is a ratio of sums.
     *
     * @param joint a probability for each of 2^d images, indexed by bit mask
     * @return the same distribution in the other form; contexts of probability 0 get 1/2
     * @throws IllegalArgumentException if it is no distribution or its length no power of 2
     */
    public static ChainRule of(double[] joint) {
        Probabilities.requireDistribution("joint", joint);
        int pixels = Integer.numberOfTrailingZeros(joint.length);
        if (joint.length != 1 << pixels || pixels == 0) {
            throw new IllegalArgumentException(
                    "joint: found %d probabilities, expected a power of 2, one for each image".formatted(joint.length));
        }
        return fromCounts(joint, pixels, 0);
    }

    /**
     * The conditionals that were seen, each with a prior of one half.
     *
     * @param images bit masks
     * @param pixels how many bits of each count, from 1 to 24
     * @param pseudoCount added to the count of each outcome in each context; 0 gives the frequencies themselves, 0.5
     *     the estimator of Krichevsky and Trofimov (1981)
     * @return the estimate; contexts never seen get 1/2
     */
    public static ChainRule fit(int[] images, int pixels, double pseudoCount) {
        double[] counts = new double[1 << pixels];
        for (int image : images) {
            counts[image & counts.length - 1]++;
        }
        return fromCounts(counts, pixels, pseudoCount);
    }

    private static ChainRule fromCounts(double[] counts, int pixels, double pseudoCount) {
        double[][] one = new double[pixels][];
        double[] marginal = counts.clone();
        for (int i = pixels - 1; i >= 0; i--) {
            one[i] = new double[1 << i];
            double[] before = new double[1 << i];
            for (int context = 0; context < before.length; context++) {
                double ones = marginal[context | 1 << i];
                before[context] = marginal[context] + ones;
                double total = before[context] + 2 * pseudoCount;
                one[i][context] = total == 0 ? 0.5 : (ones + pseudoCount) / total;
            }
            marginal = before;
        }
        return new ChainRule(one);
    }

    @Override
    public int pixels() {
        return one.length;
    }

    @Override
    public long parameters() {
        return (1L << pixels()) - 1;
    }

    @Override
    public ChainRule prefix(int pixels) {
        return new ChainRule(Arrays.copyOf(one, pixels));
    }

    @Override
    public double logProbability(int image) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double p = one[i][image & (1 << i) - 1];
            sum += (image >> i & 1) == 1 ? Math.log(p) : Math.log1p(-p);
        }
        return sum;
    }
}
