package org.vae4j.data.transform;

import java.nio.charset.StandardCharsets;

/**
 * The generator SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators") as a function:
 * output i of seed s is mix(s + (i + 1)·γ), where γ is the odd number next to 2⁶⁴ divided by the golden ratio. Each
 * output is computed without the ones before it.
 */
public final class SplitMix64 {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private SplitMix64() {}

    /**
     * Computes one output.
     *
     * @param seed any number
     * @param index of the output, from 0 on
     * @return 64 random bits
     */
    public static long output(long seed, long index) {
        return mix(seed + (index + 1) * GOLDEN_GAMMA);
    }

    /**
     * Computes one uniform number: the upper 53 bits of an output, divided by 2⁵³.
     *
     * @param seed any number
     * @param index of the output, from 0 on
     * @return uniform on [0, 1)
     */
    public static double uniform(long seed, long index) {
        return (output(seed, index) >>> 11) * 0x1p-53;
    }

    /** Derives the seed of a stream from another seed and the name of the stream, byte by byte in UTF-8. */
    static long seed(long seed, String stream) {
        long hash = seed;
        for (byte b : stream.getBytes(StandardCharsets.UTF_8)) {
            hash = mix(hash + GOLDEN_GAMMA ^ b & 0xff);
        }
        return output(hash, 0);
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
