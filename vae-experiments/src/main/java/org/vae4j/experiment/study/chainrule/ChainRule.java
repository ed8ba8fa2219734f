package org.vae4j.experiment.study.chainrule;

import java.util.Arrays;
import org.vae4j.info.Probabilities;

/**
 * The chain rule {@code P(x) = prod_i P(x_i | x_<i)} with one free probability for every pixel and every content of the
 * pixels before it. Immutable.
 *
 * <p>Any distribution over binary images can be written this way. Pixel i needs 2^i numbers, so d pixels need 2^d - 1.
 */
public final class ChainRule implements BinaryDensity {

    /** The counts of 2^24 images take 128 MiB. */
    private static final int MOST_PIXELS = 24;

    /** one[i][context] is P(x_i = 1 | x_<i), with x_<i as the bit mask {@code context}. */
    private final double[][] one;

    private ChainRule(double[][] one) {
        this.one = one;
    }

    /**
     * Computes the conditionals of a distribution from its table: {@code P(x_i = 1 | x_<i)} is the sum over all images
     * that begin with {@code x_<i, 1} divided by the sum over all that begin with {@code x_<i}.
     *
     * @param joint a probability for each of 2^d images, indexed by bit mask
     * @return the same distribution as a chain of conditionals; contexts of probability 0 get 1/2
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
     * Estimates the conditionals by counting: {@code P(x_i = 1 | x_<i) = (n_1 + a) / (n_0 + n_1 + 2 a)} with the counts
     * n_0 and n_1 of the two values of pixel i after {@code x_<i}.
     *
     * @param images bit masks
     * @param pixels the number of bits of each image that are used, from 1 to 24
     * @param pseudoCount a, at least 0 and finite; 0 gives the frequencies themselves, 0.5 the estimator of Krichevsky
     *     and Trofimov (1981)
     * @return the estimate; contexts that no image has get 1/2
     * @throws IllegalArgumentException if the number of pixels or the pseudo-count is out of range
     */
    public static ChainRule fit(int[] images, int pixels, double pseudoCount) {
        if (pixels < 1 || pixels > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "pixels: found %d, expected a number from 1 to %d".formatted(pixels, MOST_PIXELS));
        }
        if (!(pseudoCount >= 0 && Double.isFinite(pseudoCount))) {
            throw new IllegalArgumentException(
                    "pseudoCount: found %s, expected a finite number of at least 0".formatted(pseudoCount));
        }
        double[] counts = new double[1 << pixels];
        for (int image : images) {
            counts[image & (counts.length - 1)]++;
        }
        return fromCounts(counts, pixels, pseudoCount);
    }

    /** From the last pixel to the first, {@code marginal} has the counts of the first i + 1 pixels. */
    private static ChainRule fromCounts(double[] counts, int pixels, double pseudoCount) {
        double[][] one = new double[pixels][];
        double[] marginal = counts.clone();
        for (int i = pixels - 1; i >= 0; i--) {
            one[i] = new double[1 << i];
            double[] contextCounts = new double[1 << i];
            for (int context = 0; context < contextCounts.length; context++) {
                double ones = marginal[context | (1 << i)];
                contextCounts[context] = marginal[context] + ones;
                double total = contextCounts[context] + 2 * pseudoCount;
                one[i][context] = total == 0 ? 0.5 : (ones + pseudoCount) / total;
            }
            marginal = contextCounts;
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
        BinaryDensity.requirePrefix(pixels, one.length);
        return new ChainRule(Arrays.copyOf(one, pixels));
    }

    @Override
    public double logProbability(int image) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double p = one[i][image & ((1 << i) - 1)];
            sum += ((image >> i) & 1) == 1 ? Math.log(p) : Math.log1p(-p);
        }
        return sum;
    }
}
