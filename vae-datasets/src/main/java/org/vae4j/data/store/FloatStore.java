package org.vae4j.data.store;

/** An unchanging sequence of floats, which may be longer than an array can be. Safe for use by many threads. */
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
     * @param from index of the first
     * @param target takes the floats
     * @param at index in {@code target} of the first float
     * @param count number of floats
     */
    void copy(long from, float[] target, int at, int count);

    /**
     * Whether the floats lie in a file. A copy of them would need memory that the store does not.
     *
     * @return false for floats in the heap
     */
    boolean isMapped();

    /**
     * Makes a store of floats in the heap.
     *
     * @param floats kept, not copied: do not change them afterwards
     * @return a store of them
     */
    static FloatStore of(float[] floats) {
        return new HeapFloats(floats);
    }
}
