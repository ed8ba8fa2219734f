package org.vae4j.math;

import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Random numbers as a pure function of (stream, number of the example, number of the draw, dimension). The numbers of
 * an example depend neither on the other examples of its batch nor on the count of draws.
 *
 * <p>Each (example, draw) has a generator of its own, seeded by {@code at(at(stream, example), draw)} of
 * {@link Streams}, and the dimensions take successive values of it. Its normal numbers are those that
 * {@link GaussianNoise} draws from that seed.
 */
public final class ExampleNoise {

    private ExampleNoise() {}

    /**
     * Draws from N(0, 1).
     *
     * @param stream the seed of the noise, as {@link Streams} derives it
     * @param rows the numbers of the examples and of the draws
     * @param dimensions the number of values of each row, ≥ 0
     * @param target receives the values column by column: dimension j of row r at j · rows + r
     */
    public static void normal(long stream, NoiseRows rows, int dimensions, double[] target) {
        fill(stream, rows, dimensions, target, random -> {
            NormalizedGaussianSampler sampler = ZigguratSampler.NormalizedGaussian.of(random);
            return sampler::sample;
        });
    }

    /**
     * Draws from N(0, 1).
     *
     * @param stream the seed of the noise, as {@link Streams} derives it
     * @param rows the numbers of the examples and of the draws
     * @param dimensions the number of values of each row, ≥ 0
     * @return the values column by column: dimension j of row r at j · rows + r
     */
    public static double[] normal(long stream, NoiseRows rows, int dimensions) {
        double[] values = new double[Math.multiplyExact(rows.count(), dimensions)];
        normal(stream, rows, dimensions, values);
        return values;
    }

    /**
     * Draws from the uniform distribution on [0, 1).
     *
     * @param stream the seed of the noise, as {@link Streams} derives it
     * @param rows the numbers of the examples and of the draws
     * @param dimensions the number of values of each row, ≥ 0
     * @return the values column by column: dimension j of row r at j · rows + r
     */
    public static double[] uniform(long stream, NoiseRows rows, int dimensions) {
        double[] values = new double[Math.multiplyExact(rows.count(), dimensions)];
        fill(stream, rows, dimensions, values, random -> random::nextDouble);
        return values;
    }

    private static void fill(
            long stream,
            NoiseRows rows,
            int dimensions,
            double[] target,
            Function<UniformRandomProvider, DoubleSupplier> distribution) {
        int count = rows.count();
        for (int i = 0; i < rows.examples(); i++) {
            long example = Streams.at(stream, rows.firstExample() + i);
            for (int s = 0; s < rows.draws(); s++) {
                long seed = Streams.at(example, rows.firstDraw() + s);
                DoubleSupplier draw = distribution.apply(RandomSource.XO_SHI_RO_256_PP.create(seed));
                int r = s * rows.examples() + i;
                for (int j = 0; j < dimensions; j++) {
                    target[j * count + r] = draw.getAsDouble();
                }
            }
        }
    }
}
