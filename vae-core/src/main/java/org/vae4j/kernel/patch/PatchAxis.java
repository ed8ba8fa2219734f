package org.vae4j.kernel.patch;

/**
 * Where a kernel is laid along one side of an image: position p covers the pixels p · stride - before to
 * p · stride - before + kernel - 1, of which those outside the image count as 0.
 *
 * @param size pixels of the image, ≥ 1
 * @param kernel pixels of the kernel, ≥ 1
 * @param stride pixels from one position to the next, ≥ 1
 * @param before pixels that the first position reaches out of the image, ≥ 0
 * @param positions how often the kernel is laid down, ≥ 1
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
     * An axis with a margin of the same width on both sides; pixels at the far end that no whole stride reaches are
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
     * An axis with as much margin as it takes for ⌈size / stride⌉ positions; where it is odd, the far side gets more.
     * What DL4J and others call "same".
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
     * The pixel under one of the kernel's at some position.
     *
     * @param position where the kernel lies, counted from 0
     * @param offset the kernel's pixel, counted from 0
     * @return the image's pixel, which may lie outside
     */
    public int pixel(int position, int offset) {
        return position * stride - before + offset;
    }

    /**
     * The first position at which a pixel of the kernel lies inside the image.
     *
     * @param offset the kernel's pixel, counted from 0
     * @return the position; {@link #end} where there is none
     */
    public int first(int offset) {
        return Math.min(positions, Math.max(0, Math.floorDiv(before - offset + stride - 1, stride)));
    }

    /**
     * Behind the last position at which a pixel of the kernel lies inside the image.
     *
     * @param offset the kernel's pixel, counted from 0
     * @return the position
     */
    public int end(int offset) {
        int end = Math.floorDiv(size - 1 + before - offset, stride) + 1;
        return Math.max(first(offset), Math.min(positions, end));
    }
}
