package org.vae4j.data.iterator;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The order of the examples in an epoch: a pure function of (seed, epoch). Not safe for use by several threads at once.
 */
final class EpochOrder {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final int[] order;
    private final boolean shuffled;
    private final long seed;
    private long prepared = -1;

    EpochOrder(int examples, boolean shuffled, long seed) {
        this.order = new int[examples];
        this.shuffled = shuffled;
        this.seed = seed;
        identity();
    }

    /** Makes {@link #at} answer for this epoch. */
    void prepare(long epoch) {
        if (!shuffled || prepared == epoch) {
            return;
        }
        identity();
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(mix(seed + (epoch + 1) * GOLDEN_GAMMA));
        PermutationSampler.shuffle(random, order);
        prepared = epoch;
    }

    /** The example at a place of the prepared epoch. */
    int at(int place) {
        return order[place];
    }

    private void identity() {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
