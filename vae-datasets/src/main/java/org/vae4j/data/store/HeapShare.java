package org.vae4j.data.store;

/** The share of the heap that one set of values may take. */
public final class HeapShare {

    private static final int SHARE = 4;
    private static final long MOST_IN_AN_ARRAY = Integer.MAX_VALUE - 8;

    private HeapShare() {}

    /**
     * Whether values are better kept in a file that is mapped than in an array.
     *
     * @param bytes that they take
     * @return true for more than a quarter of the heap, or more than an array holds
     */
    public static boolean isExceededBy(long bytes) {
        return bytes > MOST_IN_AN_ARRAY || bytes > Runtime.getRuntime().maxMemory() / SHARE;
    }
}
