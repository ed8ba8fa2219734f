package org.vae4j.kernel.patch;

/**
 * The positions of a convolution's kernel on images, and the layout of images and patches.
 *
 * <p>Images are rows {@code [batch, channels · height · width]}; pixel (c, y, x) is column (c · height + y) · width +
 * x, as in a flattened DL4J array {@code [batch, channels, height, width]}. Patches are a matrix
 * {@code [positions · batch, channels · kernel · kernel]}: row p · batch + i holds the pixels of image i under the
 * kernel at the p-th position, counted row by row, and its columns are ordered like the pixels of an image.
 *
 * <p>In column-major order the values of one pixel in all images are contiguous, and so are the rows of one position,
 * so every copy between images and patches moves at least a batch of contiguous values. The product patches · kernels,
 * {@code [positions · batch, kernels]}, has its values in the same order as the images
 * {@code [batch, kernels · positions]} that it represents, so no result is ever rearranged.
 *
 * @param channels number of channels of an image, ≥ 1
 * @param vertical positions from top to bottom
 * @param horizontal positions from left to right
 */
public record PatchGrid(int channels, PatchAxis vertical, PatchAxis horizontal) {

    public PatchGrid {
        if (channels < 1) {
            throw new IllegalArgumentException("found " + channels + " channels, expected a number >= 1");
        }
    }

    /** {@return the number of values of an image} */
    public int pixels() {
        return Math.multiplyExact(channels, Math.multiplyExact(vertical.size(), horizontal.size()));
    }

    /** {@return the number of values of a patch} */
    public int patchSize() {
        return Math.multiplyExact(channels, Math.multiplyExact(vertical.kernel(), horizontal.kernel()));
    }

    /** {@return the number of patches of an image} */
    public int positions() {
        return Math.multiplyExact(vertical.positions(), horizontal.positions());
    }
}
