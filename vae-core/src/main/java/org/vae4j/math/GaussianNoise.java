package org.vae4j.math;

import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Standard normal numbers as a pure function of a seed.
 *
 * <p>Apache Commons RNG's ziggurat (McFarland 2016) is exact into the tails, which ND4J's generator cuts off at 4.8,
 * and its bits are fixed by the library's version, which the JDK's are not.
 */
public final class GaussianNoise {

    private GaussianNoise() {}

    /**
     * Draws from N(0, 1).
     *
     * @param seed of this draw
     * @param count how many
     * @return independent values
     */
    public static double[] draw(long seed, int count) {
        double[] values = new double[count];
        fill(seed, values, count);
        return values;
    }

    /**
     * Draws from N(0, 1) into an array.
     *
     * @param seed of this draw
     * @param target receives the values
     * @param count how many
     */
    public static void fill(long seed, double[] target, int count) {
        NormalizedGaussianSampler sampler =
                ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(seed));
        for (int i = 0; i < count; i++) {
            target[i] = sampler.sample();
        }
    }
}
