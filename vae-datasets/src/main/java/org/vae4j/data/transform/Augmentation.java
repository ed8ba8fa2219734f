package org.vae4j.data.transform;

import java.util.Objects;

/**
 * Random changes to training images, drawn anew at each use: images are turned, flipped and shifted, in this order.
 * Images that a model is evaluated on stay as they are. What comes in from outside is 0. Each of the three draws from a
 * stream of its own.
 *
 * @param shift most pixels along each axis; every whole number from {@code -shift} to {@code shift} is as likely; 0:
 *     none
 * @param flip which half of the images is mirrored
 * @param rotate most degrees about the middle, either way; uniform, with bilinear interpolation; 0: none
 */
public record Augmentation(int shift, Flip flip, double rotate) {

    /** Images stay as they are. */
    public static final Augmentation NONE = new Augmentation(0, Flip.NONE, 0);

    private static final double MOST_DEGREES = 180;

    /** Which images are mirrored. */
    public enum Flip {
        /** No image is flipped. */
        NONE,
        /** Half of the images are flipped from left to right. */
        HORIZONTAL,
        /** Half of the images are flipped from top to bottom. */
        VERTICAL
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Augmentation {
        Objects.requireNonNull(flip, "flip");
        if (shift < 0) {
            throw new IllegalArgumentException(
                    "found data.augment.shift " + shift + ", expected a number of pixels of at least 0: correct it");
        }
        if (!(rotate >= 0 && rotate <= MOST_DEGREES)) {
            throw new IllegalArgumentException(
                    "found data.augment.rotate " + rotate + ", expected degrees from 0 to 180: correct it");
        }
    }

    /**
     * Whether images stay as they are.
     *
     * @return true for {@link #NONE}
     */
    public boolean changesNothing() {
        return equals(NONE);
    }
}
