package org.vae4j.data;

import java.util.Arrays;

/** Small made-up image sets. */
public final class TestImages {

    private TestImages() {}

    /** Images whose pixel j of example i is {@code (31 i + 7 j) mod 256}; label {@code i mod 10}. */
    public static ImageSet pattern(int n, ImageShape shape) {
        byte[] pixels = new byte[n * shape.size()];
        byte[] labels = new byte[n];
        for (int i = 0; i < n; i++) {
            labels[i] = (byte) (i % 10);
            for (int j = 0; j < shape.size(); j++) {
                pixels[i * shape.size() + j] = (byte) (31 * i + 7 * j);
            }
        }
        return ImageSet.builder("pattern", shape, pixels).labels(labels).build();
    }

    /** Images of one grey value. */
    public static ImageSet constant(int n, ImageShape shape, int value) {
        byte[] pixels = new byte[n * shape.size()];
        Arrays.fill(pixels, (byte) value);
        return ImageSet.builder("constant", shape, pixels).build();
    }
}
