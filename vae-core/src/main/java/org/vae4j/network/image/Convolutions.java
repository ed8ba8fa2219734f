package org.vae4j.network.image;

import org.vae4j.layers.Filter;
import org.vae4j.network.Require;

/** What both convolutions check and share. */
final class Convolutions {

    /** The padding that stands for "as wide as the stride needs". */
    static final int SAME = -1;

    private Convolutions() {}

    /** The filter, whose numbers its own checks refuse where they are out of range. */
    static Filter filter(int kernel, int stride, int padding) {
        Require.positive("kernel", kernel);
        Require.positive("stride", stride);
        if (padding < SAME || padding >= kernel) {
            throw new IllegalArgumentException("padding: found " + padding + ", expected 0 to kernel - 1, or -1 for as"
                    + " wide as the stride needs");
        }
        return new Filter(kernel, stride, Math.max(padding, 0), padding == SAME);
    }
}
