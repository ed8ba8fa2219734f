package org.vae4j.network;

/** Checks of a block's settings and input, whose messages say what was found and what was expected. */
public final class Require {

    private Require() {}

    /**
     * Checks that a setting is at least 1.
     *
     * @param key the setting's name in the message
     * @param value the setting
     * @throws IllegalArgumentException when it is below 1
     */
    public static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + ": found " + value + ", expected a number >= 1");
        }
    }

    /**
     * Checks that a block's input has the shape of images.
     *
     * @param block the block's name in the message
     * @param input the shape of its input
     * @return the input
     * @throws IllegalArgumentException when it has another shape
     */
    public static Shape.Image image(String block, Shape input) {
        if (input instanceof Shape.Image image) {
            return image;
        }
        throw new IllegalArgumentException("found " + input + " before " + block
                + ", expected images: put {reshape: {channels: …, height: …, width: …}} before it");
    }
}
