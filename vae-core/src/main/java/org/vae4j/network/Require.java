package org.vae4j.network;

/** Checks of what goes into a block, each with what was found and what was expected. */
public final class Require {

    private Require() {}

    /**
     * A number of something that must be there.
     *
     * @param key what an error calls it
     * @param value the number
     * @throws IllegalArgumentException when it is below 1
     */
    public static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + ": found " + value + ", expected a number >= 1");
        }
    }

    /**
     * Images.
     *
     * @param block the name of the block that takes them
     * @param input what comes to it
     * @return the input
     * @throws IllegalArgumentException when it is no shape of images
     */
    public static Shape.Image image(String block, Shape input) {
        if (input instanceof Shape.Image image) {
            return image;
        }
        throw new IllegalArgumentException("found " + input + " before " + block
                + ", expected images: put {reshape: {channels: …, height: …, width: …}} before it");
    }
}
