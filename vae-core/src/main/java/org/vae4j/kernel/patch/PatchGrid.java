package org.vae4j.kernel.patch;

/**
 * Where a convolution lays its kernel on images.
 *
 * <p>Images are rows {@code [batch, channels · height · width]}, a pixel being column (c · height + y) · width + x, as
 * a DL4J array {@code [batch, channels, height, width]} is flattened. Patches are a matrix
 * {@code [positions · batch, channels · kernel · kernel]}: row p · batch + i is what the kernel sees of image i at the
 * p-th position, counted row by row, and its columns are ordered like the pixels of an image.
 *
 * <p>In column order all images' values of one pixel are neighbours, and so are all images' rows of one position: every
 * copy between images and patches moves whole runs of at least a batch. And the product patches · kernels, a matrix
 * {@code [positions · batch, kernels]}, is value by value in the same order as the images {@code [batch, kernels ·
 * positions]} that it stands for, so no result is ever rearranged.
 *
 * @param channels of an image, ≥ 1
 * @param vertical from the top down
 * @param horizontal from left to right
 */
public record PatchGrid(int channels, PatchAxis vertical, PatchAxis horizontal) {

    public PatchGrid {
        if (channels < 1) {
            throw new IllegalArgumentException("found " + channels + " channels, expected a number >= 1");
        }
    }

    /** {@return values of an image} */
    public int pixels() {
        return Math.multiplyExact(channels, Math.multiplyExact(vertical.size(), horizontal.size()));
    }

    /** {@return values of a patch} */
    public int patchSize() {
        return Math.multiplyExact(channels, Math.multiplyExact(vertical.kernel(), horizontal.kernel()));
    }

    /** {@return patches of an image} */
    public int positions() {
        return Math.multiplyExact(vertical.positions(), horizontal.positions());
    }
}
