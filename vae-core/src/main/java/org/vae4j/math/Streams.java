package org.vae4j.math;

import java.nio.charset.StandardCharsets;

/**
 * Named random streams, all derived from one seed.
 *
 * <p>The numbers of a stream are a pure function of (seed, name, position). So a run can be resumed exactly from the
 * number of its step, without any stored state of a generator, and two consumers never affect each other's numbers.
 */
public final class Streams {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private Streams() {}

    /**
     * The seed of the stream called {@code name}.
     *
     * @param seed the seed of the run
     * @param name the stream, for example {@code "latent"}
     * @return a seed that differs from every other name's with probability 1 - 2^-64
     */
    public static long derive(long seed, String name) {
        long hash = FNV_OFFSET;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return mix(mix(seed + GOLDEN_GAMMA) ^ hash);
    }

    /**
     * The seed at one position of a stream, for example of one training step or one epoch.
     *
     * @param streamSeed the seed of the stream, from {@link #derive(long, String)}
     * @param position any number
     * @return a seed for a generator that serves this position alone
     */
    public static long at(long streamSeed, long position) {
        return mix(streamSeed + (position + 1) * GOLDEN_GAMMA);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
