package org.vae4j.data;

import java.util.List;

/**
 * The shape of one image, stored as channel planes {@code [channels][height][width]}, each plane row by row.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record ImageShape(int channels, int height, int width) implements ExampleShape {

    /** The shape of an MNIST image: 1 × 28 × 28. */
    public static final ImageShape MNIST = new ImageShape(1, 28, 28);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of range or an image has more than 2^31 - 1 values
     */
    public ImageShape {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(
                    "image channels are " + channels + ", expected 1 (grey) or 3 (RGB): change the image shape");
        }
        if (height < 1 || width < 1 || (long) channels * height * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("image size is " + height + " x " + width
                    + ", expected at least 1 x 1 and fewer than 2^31 values: change the image shape");
        }
    }

    /** {@return channels × height × width} */
    @Override
    public int size() {
        return channels * height * width;
    }

    @Override
    public List<Integer> sizes() {
        return List.of(channels, height, width);
    }

    @Override
    public String toString() {
        return channels + "x" + height + "x" + width;
    }
}
