package org.vae4j.experiment.config.section;

/**
 * The generated sprites.
 *
 * @param size side of the square images, in pixels, at least 8
 * @param train training images, at least 1
 * @param test test images, at least 1
 */
public record SpritesConfig(int size, int train, int test) {

    private static final int SMALLEST = 8;

    /** Validates the numbers. */
    public SpritesConfig {
        Check.atLeast("size", size, SMALLEST);
        Check.atLeast("train", train, 1);
        Check.atLeast("test", test, 1);
    }
}
