package org.vae4j.data.transform;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers of one purpose, by example: SplitMix64 (Steele, Lea, Flood 2014) from a seed that is a pure function
 * of (seed, purpose, set, epoch, example). What is drawn for an example depends neither on its place in a batch nor on
 * who draws it when.
 */
public final class Stream {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long start;

    /**
     * The numbers of a purpose.
     *
     * @param seed any number
     * @param purpose of what is drawn
     * @param setName of the set whose examples it is drawn for
     */
    public Stream(long seed, String purpose, String setName) {
        long hash = seed;
        for (byte b : (purpose + "\n" + setName).getBytes(StandardCharsets.UTF_8)) {
            hash = mix(hash + GOLDEN_GAMMA ^ b & 0xff);
        }
        this.start = mix(hash + GOLDEN_GAMMA);
    }

    /**
     * The seed of one use of one example.
     *
     * @param epoch in which it is used
     * @param example of the set
     * @return what {@link #uniform} begins at
     */
    public long of(long epoch, int example) {
        return mix(mix(start + (epoch + 1) * GOLDEN_GAMMA) + (example + 1) * GOLDEN_GAMMA);
    }

    /**
     * The number of a place in the stream that a seed begins.
     *
     * @param seed as {@link #of} gives it
     * @param place from 0 on
     * @return uniform on [0, 1)
     */
    public static double uniform(long seed, int place) {
        return (mix(seed + (place + 1) * GOLDEN_GAMMA) >>> 11) * 0x1p-53;
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
