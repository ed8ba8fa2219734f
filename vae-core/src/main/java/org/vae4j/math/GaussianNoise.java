package org.vae4j.math;

import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Draws from N(0, 1) as a pure function of a seed.
 *
 * <p>They come from the ziggurat of Apache Commons RNG (McFarland 2016). It is exact in the tails, which ND4J's
 * generator cuts off at 4.8, and the library's version fixes its bits, whereas those of the JDK may change.
 */
public final class GaussianNoise {

    private GaussianNoise() {}

    /**
     * Draws from N(0, 1).
     *
     * @param seed of this draw
     * @param count the number of values
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
     * @param count the number of values
     */
    public static void fill(long seed, double[] target, int count) {
        NormalizedGaussianSampler sampler =
                ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(seed));
        for (int i = 0; i < count; i++) {
            target[i] = sampler.sample();
        }
    }
}
