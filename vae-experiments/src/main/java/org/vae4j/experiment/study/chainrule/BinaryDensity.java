package org.vae4j.experiment.study.chainrule;

/** A distribution over binary images of few pixels. An image is a bit mask: pixel i is bit i. */
public interface BinaryDensity {

    /**
     * The number of pixels.
     *
     * @return at least 1
     */
    int pixels();

    /**
     * The number of free parameters.
     *
     * @return at least 1
     */
    long parameters();

    /**
     * The distribution of the first pixels. It is the product of their conditionals, so nothing has to be summed out.
     *
     * @param pixels the number of pixels to keep, from 1 to {@link #pixels()}
     * @return their density
     * @throws IllegalArgumentException if the number is out of range
     */
    BinaryDensity prefix(int pixels);

    /**
     * The log-probability of an image, {@code sum_i log P(x_i | x_<i)}.
     *
     * @param image pixel i in bit i; bits from {@link #pixels()} on are ignored
     * @return nats
     */
    double logProbability(int image);

    /**
     * The average information of images, {@code -1/N sum_n log P(image_n)}.
     *
     * @param images N bit masks, at least one
     * @return nats per image
     */
    default double negLogLikelihood(int[] images) {
        double sum = 0;
        for (int image : images) {
            sum -= logProbability(image);
        }
        return sum / images.length;
    }

    /**
     * Computes the probability of every image, one by one: 2 to the number of pixels of them.
     *
     * @return indexed by bit mask
     */
    default double[] enumerate() {
        double[] all = new double[1 << pixels()];
        for (int image = 0; image < all.length; image++) {
            all[image] = Math.exp(logProbability(image));
        }
        return all;
    }

    /**
     * Throws unless a density has a prefix of the given number of pixels.
     *
     * @param pixels in the prefix
     * @param all the pixels of an image
     */
    static void requirePrefix(int pixels, int all) {
        if (pixels < 1 || pixels > all) {
            throw new IllegalArgumentException(
                    "pixels: found %d, expected a number from 1 to %d".formatted(pixels, all));
        }
    }
}
