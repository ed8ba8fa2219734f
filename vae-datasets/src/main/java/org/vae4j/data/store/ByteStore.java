package org.vae4j.data.store;

/**
 * An unchanging sequence of unsigned bytes, which may be longer than an array can be. Safe for use by many threads.
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
     * @param from index of the first
     * @param target takes the bytes
     * @param at index in {@code target} of the first byte
     * @param count number of bytes
     */
    void copy(long from, byte[] target, int at, int count);

    /**
     * Whether the bytes lie in a file. A copy of them would need memory that the store does not.
     *
     * @return false for bytes in the heap
     */
    boolean isMapped();

    /**
     * Makes a store of bytes in the heap.
     *
     * @param bytes kept, not copied: do not change them afterwards
     * @return a store of them
     */
    static ByteStore of(byte[] bytes) {
        return new HeapBytes(bytes);
    }
}
