package org.vae4j.network.init;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Draws from the uniform distribution on an interval around 0. */
final class Uniform {

    private Uniform() {}

    static double[] draw(double limit, int count, long seed) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = limit * (2 * random.nextDouble() - 1);
        }
        return values;
    }
}
