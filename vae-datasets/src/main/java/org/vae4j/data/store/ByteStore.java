package org.vae4j.data.store;

/**
 * Unsigned bytes that do not change, addressed by a number that may exceed an array's length. Safe for use by many
 * threads.
 */
public interface ByteStore {

    /**
     * The number of bytes.
     *
     * @return at least 0
     */
    long size();

    /**
     * One byte.
     *
     * @param at 0 to {@code size() - 1}
     * @return 0 to 255
     */
    int get(long at);

    /**
     * Copies successive bytes.
     *
     * @param from the first
     * @param target where to
     * @param at index in {@code target} of the first byte
     * @param count how many
     */
    void copy(long from, byte[] target, int at, int count);

    /**
     * Whether the bytes lie in a file, so that a copy of them would need memory that they do not.
     *
     * @return false for bytes in the heap
     */
    boolean isMapped();

    /**
     * Bytes in the heap.
     *
     * @param bytes kept, not copied: do not change them afterwards
     * @return a store of them
     */
    static ByteStore of(byte[] bytes) {
        return new HeapBytes(bytes);
    }
}
