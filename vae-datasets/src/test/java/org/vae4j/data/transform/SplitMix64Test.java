package org.vae4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SplitMix64Test {

    private static final long SEED = 123;

    @Test
    void outputsAreThoseOfCommonsRng() {
        var reference = new org.apache.commons.rng.core.source64.SplitMix64(SEED);
        for (int i = 0; i < 1000; i++) {
            assertThat(SplitMix64.output(SEED, i)).as("output %d", i).isEqualTo(reference.nextLong());
        }
    }

    @Test
    void uniformNumbersAreTheUpper53BitsOfAnOutput() {
        for (int i = 0; i < 1000; i++) {
            double expected = (SplitMix64.output(SEED, i) >>> 11) / Math.pow(2, 53);
            assertThat(SplitMix64.uniform(SEED, i)).as("number %d", i).isEqualTo(expected);
        }
    }

    /** The mean of 10,000 uniform numbers has a standard deviation of 1 / sqrt(12 · 10,000) = 0.0029. */
    @Test
    void uniformNumbersHaveTheMeanOneHalf() {
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            double uniform = SplitMix64.uniform(SEED, i);
            assertThat(uniform).isGreaterThanOrEqualTo(0).isLessThan(1);
            sum += uniform;
        }
        assertThat(sum / 10_000).isCloseTo(0.5, within(5 * 0.0029));
    }

    @Test
    void streamsOfOtherNamesOrSeedsDiffer() {
        long seed = SplitMix64.seed(SEED, "flip\nmnist/train");
        assertThat(SplitMix64.seed(SEED, "flip\nmnist/train")).isEqualTo(seed);
        assertThat(SplitMix64.seed(SEED, "flip\nmnist/test")).isNotEqualTo(seed);
        assertThat(SplitMix64.seed(SEED + 1, "flip\nmnist/train")).isNotEqualTo(seed);
    }
}
