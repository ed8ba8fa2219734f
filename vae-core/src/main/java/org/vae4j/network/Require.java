package org.vae4j.network;

/** Checks of what goes into a block, each with what was found and what was expected. */
final class Require {

    private Require() {}

    static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + ": found " + value + ", expected a number >= 1");
        }
    }

    static Shape.Image image(String block, Shape input) {
        if (input instanceof Shape.Image image) {
            return image;
        }
        throw new IllegalArgumentException("found " + input + " before " + block
                + ", expected images: put {reshape: {channels: …, height: …, width: …}} before it");
    }
}
