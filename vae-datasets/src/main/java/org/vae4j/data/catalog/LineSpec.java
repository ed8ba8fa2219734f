package org.vae4j.data.catalog;

import java.util.Objects;
import org.vae4j.data.ImageShape;
import org.vae4j.data.synthetic.LineFactors;

/**
 * The line data set as an experiment uses it: two random samples.
 *
 * @param shape of the images
 * @param factors the ranges of the lines' factors
 * @param train number of training images, at least 1
 * @param test number of test images, at least 1
 * @param seed the seed of the samples; it is part of the data set's identity and independent of a run's seed
 */
public record LineSpec(ImageShape shape, LineFactors factors, int train, int test, long seed) {

    /** 20,000 training and 2,000 test images of 28×28 grey pixels. */
    public static final LineSpec DEFAULT = new LineSpec(ImageShape.MNIST, LineFactors.grey(), 20_000, 2_000, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a part would be empty
     */
    public LineSpec {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(factors, "factors");
        if (train < 1 || test < 1) {
            throw new IllegalArgumentException("line data set has " + train + " training and " + test
                    + " test images, expected at least 1 of each: ask for more");
        }
    }
}
