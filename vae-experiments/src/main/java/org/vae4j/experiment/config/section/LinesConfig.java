package org.vae4j.experiment.config.section;

/**
 * The specification of the generated lines.
 *
 * @param size side of the square images, in pixels, at least 4
 * @param colour grey, or red, green and blue
 * @param train number of training images, at least 1
 * @param test number of test images, at least 1
 */
public record LinesConfig(int size, Colour colour, int train, int test) {

    private static final int SMALLEST = 4;

    /** Checks the numbers. */
    public LinesConfig {
        Check.atLeast("size", size, SMALLEST);
        Check.atLeast("train", train, 1);
        Check.atLeast("test", test, 1);
    }

    /** The channels of an image. */
    public enum Colour {
        /** Brightness. */
        GREY,
        /** Red, green and blue. */
        RGB
    }
}
