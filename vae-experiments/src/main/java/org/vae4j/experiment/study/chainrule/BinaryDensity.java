package org.vae4j.experiment.study.chainrule;

/** A distribution over binary images of few pixels, given as bit masks. */
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
     * The distribution of the first pixels: the chain rule cut short, nothing has to be summed out.
     *
     * @param pixels how many to keep, from 1 to {@link #pixels()}
     * @return their density
     */
    BinaryDensity prefix(int pixels);

    /**
     * The log-probability of an image.
     *
     * @param image pixel i in bit i; bits from {@link #pixels()} on are ignored
     * @return nats
     */
    double logProbability(int image);

    /**
     * The average information of images, their negative log-likelihood per image.
     *
     * @param images bit masks, at least one
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
     * The probability of every image, by asking for each of them: 2 to the number of pixels questions.
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
}
