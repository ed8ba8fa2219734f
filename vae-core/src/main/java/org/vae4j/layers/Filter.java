package org.vae4j.layers;

import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.patch.PatchAxis;

/**
 * The size, stride and padding of a square kernel, which are the same vertically and horizontally.
 *
 * @param size side in pixels, ≥ 1
 * @param stride pixels from one position to the next, ≥ 1
 * @param padding pixels of margin on every side, 0 to size - 1; 0 if {@code same} is set
 * @param same whether the margin follows from the stride, so that n pixels become ⌈n / stride⌉ positions; if it cannot
 *     be even, it is one pixel wider below and to the right
 */
public record Filter(
        @JsonProperty("size") int size,
        @JsonProperty("stride") int stride,
        @JsonProperty("padding") int padding,
        @JsonProperty("same") boolean same) {

    /** A kernel of one pixel with stride 1. */
    static final Filter ONE_PIXEL = new Filter(1, 1, 0, false);

    public Filter {
        if (size < 1 || stride < 1 || padding < 0 || padding >= size || same && padding != 0) {
            throw new IllegalArgumentException("found a kernel of " + size + " with stride " + stride + " and "
                    + (same ? "both padding " + padding + " and same" : "padding " + padding)
                    + ", expected size >= 1, stride >= 1 and padding from 0 to size - 1");
        }
    }

    PatchAxis axis(int pixels) {
        return same ? PatchAxis.same(pixels, size, stride) : PatchAxis.padded(pixels, size, stride, padding);
    }

    /**
     * The side of a convolution's output.
     *
     * @param pixels the image's side, ≥ 1
     * @return positions of the kernel
     * @throws IllegalArgumentException when the kernel does not fit
     */
    public int positionsOn(int pixels) {
        return axis(pixels).positions();
    }

    /**
     * The side of a transposed convolution's output.
     *
     * @param positions the input image's side, ≥ 1
     * @return the smallest side of an image that a convolution takes to as many positions
     * @throws ArithmeticException when the side overflows an int
     */
    public int pixelsFor(int positions) {
        return same
                ? Math.multiplyExact(positions, stride)
                : Math.addExact(Math.multiplyExact(positions - 1, stride), size - 2 * padding);
    }
}
