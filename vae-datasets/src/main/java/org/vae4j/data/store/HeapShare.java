package org.vae4j.data.store;

/** The share of the heap that one set of values may take. */
public final class HeapShare {

    /** A quarter leaves room for copies of the values and for the model. */
    private static final int SHARES = 4;

    /** The length of the longest array that every Java makes. */
    private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private HeapShare() {}

    /**
     * Whether values should be kept in a mapped file instead of an array.
     *
     * @param bytes the number of bytes that they take
     * @return true for more than a quarter of the heap, or more than an array holds
     */
    public static boolean isExceededBy(long bytes) {
        return bytes > LONGEST_ARRAY || bytes > Runtime.getRuntime().maxMemory() / SHARES;
    }
}
