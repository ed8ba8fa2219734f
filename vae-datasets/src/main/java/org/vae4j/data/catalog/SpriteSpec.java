package org.vae4j.data.catalog;

/**
 * The sprites as an experiment uses them: two random samples.
 *
 * @param size side of the square images, in pixels
 * @param train number of training images, at least 1
 * @param test number of test images, at least 1
 * @param seed the seed of the samples; it is part of the data set's identity and independent of a run's seed
 */
public record SpriteSpec(int size, int train, int test, long seed) {

    /** 20,000 training and 2,000 test images of 64×64 pixels. */
    public static final SpriteSpec DEFAULT = new SpriteSpec(64, 20_000, 2_000, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a part would be empty
     */
    public SpriteSpec {
        if (train < 1 || test < 1) {
            throw new IllegalArgumentException("the sprites have " + train + " training and " + test
                    + " test images, expected at least 1 of each: ask for more");
        }
    }
}
