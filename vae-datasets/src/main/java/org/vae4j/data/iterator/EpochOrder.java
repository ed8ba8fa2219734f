package org.vae4j.data.iterator;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.vae4j.data.transform.SplitMix64;

/**
 * The order of the examples in an epoch: the files' order, or a shuffle that is a pure function of (seed, epoch). Not
 * safe for use by several threads at once.
 */
final class EpochOrder {

    private final int[] order;
    private final boolean shuffled;
    private final long seed;
    /** The epoch that the order is of; −1 before the first shuffle. */
    private long prepared = -1;

    EpochOrder(int examples, boolean shuffled, long seed) {
        this.order = new int[examples];
        this.shuffled = shuffled;
        this.seed = seed;
        resetToIdentity();
    }

    /** Brings the examples into the order of an epoch, which {@link #at} then reads. */
    void prepare(long epoch) {
        if (!shuffled || prepared == epoch) {
            return;
        }
        resetToIdentity();
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(SplitMix64.output(seed, epoch));
        PermutationSampler.shuffle(random, order);
        prepared = epoch;
    }

    /** The example at a place of the prepared epoch. */
    int at(int place) {
        return order[place];
    }

    private void resetToIdentity() {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
    }
}
