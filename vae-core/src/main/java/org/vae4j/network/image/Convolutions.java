package org.vae4j.network.image;

import org.vae4j.layers.Filter;
import org.vae4j.network.Require;

/** Checks and constants that both convolutions share. */
final class Convolutions {

    /** The value of padding that stands for "as wide as the stride needs". */
    static final int SAME = -1;

    private Convolutions() {}

    /** The filter with these settings, whose ranges are checked under the names that configurations use. */
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
