package org.vae4j.experiment.study.chainrule;

import org.vae4j.data.ImageSet;

/** Images reduced to 4 by 4 black-and-white pixels, few enough to enumerate all 65,536 of them. */
public final class Thumbnails {

    /** Pixels along each side. */
    public static final int SIDE = 4;

    private Thumbnails() {}

    /**
     * Reduces the first channel of each image: a pixel is on where the mean of its block exceeds a level.
     *
     * @param images images whose height and width are multiples of 4
     * @param level in [0, 255]
     * @return bit masks; bit {@code 4 row + column} is the pixel of that row and column
     * @throws IllegalArgumentException if 4 does not divide the height or the width
     */
    public static int[] of(ImageSet images, double level) {
        int height = images.shape().height();
        int width = images.shape().width();
        if (height % SIDE != 0 || width % SIDE != 0) {
            throw new IllegalArgumentException(
                    "found images of %d x %d, expected multiples of %d".formatted(height, width, SIDE));
        }
        int[] masks = new int[images.size()];
        for (int n = 0; n < masks.length; n++) {
            int[] sums = new int[SIDE * SIDE];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    sums[y * SIDE / height * SIDE + x * SIDE / width] += images.pixel(n, y * width + x);
                }
            }
            double threshold = level * (height / SIDE) * (width / SIDE);
            for (int i = 0; i < sums.length; i++) {
                masks[n] |= sums[i] > threshold ? 1 << i : 0;
            }
        }
        return masks;
    }
}
