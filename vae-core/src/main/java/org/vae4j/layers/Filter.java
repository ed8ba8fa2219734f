package org.vae4j.layers;

import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.patch.PatchAxis;

/**
 * The kernel of a convolution: a square, moved alike down and across.
 *
 * @param size side in pixels, ≥ 1
 * @param stride pixels from one position to the next, ≥ 1
 * @param padding pixels of margin on every side, 0 to size - 1; 0 where {@code same}
 * @param same whether the margin is as wide as it takes: n pixels become ⌈n / stride⌉, where the margin is odd the
 *     lower and right one being wider
 */
public record Filter(
        @JsonProperty("size") int size,
        @JsonProperty("stride") int stride,
        @JsonProperty("padding") int padding,
        @JsonProperty("same") boolean same) {

    /** A kernel of one pixel at every position: what a builder begins with. */
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
     * The side of what a convolution makes of an image.
     *
     * @param pixels the image's side, ≥ 1
     * @return positions of the kernel
     * @throws IllegalArgumentException when the kernel does not fit
     */
    public int positionsOn(int pixels) {
        return axis(pixels).positions();
    }

    /**
     * The side of what a transposed convolution makes of an image.
     *
     * @param positions the image's side, ≥ 1
     * @return pixels of the smallest image that a convolution takes to as many positions
     */
    public int pixelsFor(int positions) {
        return same ? positions * stride : (positions - 1) * stride + size - 2 * padding;
    }
}
