package org.vae4j.layers;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The size of an image that is flattened to a row: pixel (c, y, x) is column (c · height + y) · width + x.
 *
 * @param channels number of channels, ≥ 1
 * @param height in pixels, ≥ 1
 * @param width in pixels, ≥ 1
 */
public record ImageShape(
        @JsonProperty("channels") int channels,
        @JsonProperty("height") int height,
        @JsonProperty("width") int width) {

    /** A size that is not known yet: all zero. */
    static final ImageShape UNKNOWN = new ImageShape(0, 0, 0);

    public ImageShape {
        boolean known = channels > 0 && height > 0 && width > 0;
        if (!known && (channels != 0 || height != 0 || width != 0)) {
            throw new IllegalArgumentException("found images of " + channels + " channels, " + height + " by " + width
                    + " pixels, expected numbers >= 1");
        }
    }

    boolean isKnown() {
        return channels > 0;
    }

    /** The number of values of an image. */
    int length() {
        return Math.multiplyExact(channels, Math.multiplyExact(height, width));
    }

    @Override
    public String toString() {
        return channels + "×" + height + "×" + width;
    }
}
