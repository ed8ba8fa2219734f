package org.vae4j.data.transform;

import java.util.Objects;

/**
 * Random changes to training images, drawn anew at each use: images are rotated, flipped and shifted, in this order.
 * Images for evaluation are never changed. Pixels that come in from outside the image are 0. The three changes are
 * drawn from streams of their own, so that none of them alters the draws of the others.
 *
 * @param shift the most pixels by which an image is shifted along each axis; every whole number from {@code -shift} to
 *     {@code shift} is as likely; 0 for no shift
 * @param flip the direction in which half of the images are mirrored
 * @param rotate the most degrees by which an image is rotated about its middle; the angle is uniform on {@code -rotate}
 *     to {@code rotate}, and pixels are interpolated bilinearly; 0 for no rotation
 */
public record Augmentation(int shift, Flip flip, double rotate) {

    /** Images stay as they are. */
    public static final Augmentation NONE = new Augmentation(0, Flip.NONE, 0);

    private static final int MOST_DEGREES = 180;

    /** The direction in which images are mirrored. */
    public enum Flip {
        /** No image is flipped. */
        NONE,
        /** Each image is mirrored from left to right with probability 1/2. */
        HORIZONTAL,
        /** Each image is mirrored from top to bottom with probability 1/2. */
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
            throw new IllegalArgumentException("found data.augment.rotate " + rotate + ", expected degrees from 0 to "
                    + MOST_DEGREES + ": correct it");
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
