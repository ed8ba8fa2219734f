package org.vae4j.data.idx;

import java.util.List;

/** An array of unsigned bytes read from an IDX file. */
public final class IdxArray {

    private final List<Integer> dimensions;
    private final byte[] values;

    /** Keeps the values without a copy. */
    IdxArray(List<Integer> dimensions, byte[] values) {
        this.dimensions = List.copyOf(dimensions);
        this.values = values;
    }

    /**
     * The sizes of the dimensions.
     *
     * @return for images: count, rows, columns; for labels: count
     */
    public List<Integer> dimensions() {
        return dimensions;
    }

    /**
     * The values, last dimension fastest.
     *
     * @return the array itself, not a copy; the caller owns it from now on
     */
    public byte[] values() {
        return values;
    }
}
