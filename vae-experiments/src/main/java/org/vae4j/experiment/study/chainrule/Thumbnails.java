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
     * @param images of a height and width that 4 divides
     * @param level in [0, 255]
     * @return bit masks, pixel {@code 4 row + column} in the bit of that number
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
