package org.vae4j.kernel.patch;

/**
 * The positions of a kernel along one side of an image. Position p covers the pixels p · stride - before to p · stride
 * - before + kernel - 1; pixels outside the image count as 0.
 *
 * @param size pixels of the image, ≥ 1
 * @param kernel pixels of the kernel, ≥ 1
 * @param stride pixels from one position to the next, ≥ 1
 * @param before pixels by which the first position extends beyond the image, ≥ 0
 * @param positions number of positions, ≥ 1
 */
public record PatchAxis(int size, int kernel, int stride, int before, int positions) {

    public PatchAxis {
        if (size < 1 || kernel < 1 || stride < 1 || before < 0 || positions < 1) {
            throw new IllegalArgumentException("found " + size + " pixels, a kernel of " + kernel + ", stride " + stride
                    + ", padding " + before + " and so " + positions
                    + " positions, expected at least one each: choose a smaller kernel or more padding");
        }
    }

    /**
     * Returns an axis with a margin of the same width on both sides. Pixels at the far end that no position reaches are
     * left out.
     *
     * @param size pixels of the image
     * @param kernel pixels of the kernel
     * @param stride pixels from one position to the next
     * @param padding width of the margin, ≥ 0
     * @return the axis, with ⌊(size + 2 · padding - kernel) / stride⌋ + 1 positions
     */
    public static PatchAxis padded(int size, int kernel, int stride, int padding) {
        int positions = stride < 1 ? 0 : Math.floorDiv(size + 2 * padding - kernel, stride) + 1;
        return new PatchAxis(size, kernel, stride, padding, positions);
    }

    /**
     * Returns an axis with ⌈size / stride⌉ positions, the padding that DL4J and others call "same". The margins are as
     * narrow as possible, and an odd pixel goes to the far side.
     *
     * @param size pixels of the image
     * @param kernel pixels of the kernel
     * @param stride pixels from one position to the next
     * @return the axis
     */
    public static PatchAxis same(int size, int kernel, int stride) {
        int positions = stride < 1 ? 0 : (size + stride - 1) / stride;
        int margin = Math.max(0, (positions - 1) * stride + kernel - size);
        return new PatchAxis(size, kernel, stride, margin / 2, positions);
    }

    /**
     * Returns the pixel of the image that a pixel of the kernel covers.
     *
     * @param position the position, counted from 0
     * @param offset the kernel's pixel, counted from 0
     * @return the image's pixel, which may lie outside the image
     */
    public int pixel(int position, int offset) {
        return position * stride - before + offset;
    }

    /**
     * Returns the first position at which a pixel of the kernel lies inside the image.
     *
     * @param offset the kernel's pixel, counted from 0
     * @return the position; {@link #end} where there is none
     */
    public int first(int offset) {
        return Math.min(positions, Math.max(0, Math.floorDiv(before - offset + stride - 1, stride)));
    }

    /**
     * Returns the position after the last at which a pixel of the kernel lies inside the image.
     *
     * @param offset the kernel's pixel, counted from 0
     * @return the position; equal to {@link #first} where there is none
     */
    public int end(int offset) {
        int end = Math.floorDiv(size - 1 + before - offset, stride) + 1;
        return Math.max(first(offset), Math.min(positions, end));
    }
}
