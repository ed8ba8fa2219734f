package org.vae4j.data.store;

/** Floats that do not change, addressed by a number that may exceed an array's length. Safe for use by many threads. */
public interface FloatStore {

    /**
     * The number of floats.
     *
     * @return at least 0
     */
    long size();

    /**
     * One float.
     *
     * @param at 0 to {@code size() - 1}
     * @return as it was stored
     */
    float get(long at);

    /**
     * Copies successive floats.
     *
     * @param from the first
     * @param target where to
     * @param at index in {@code target} of the first float
     * @param count how many
     */
    void copy(long from, float[] target, int at, int count);

    /**
     * Whether the floats lie in a file, so that a copy of them would need memory that they do not.
     *
     * @return false for floats in the heap
     */
    boolean isMapped();

    /**
     * Floats in the heap.
     *
     * @param floats kept, not copied: do not change them afterwards
     * @return a store of them
     */
    static FloatStore of(float[] floats) {
        return new HeapFloats(floats);
    }
}
