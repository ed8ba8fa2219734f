package org.vae4j.model;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.StableMath;
import org.vae4j.math.Streams;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.compiled.EnteredPasses.Entrance;
import org.vae4j.network.hierarchy.LevelDraws;

/**
 * The priors p(z_l|z_(l+1)) of all stochastic layers but the last, as a network has learned them. Rows of z are [z_1 |
 * … | z_L], column by column in plain doubles; layers are counted from 1 on.
 */
final class LowerLevels {

    private final List<Integer> sizes;
    private final Networks networks;

    /** The networks of p(z_l|z_(l+1)). All values are column by column. */
    interface Networks {

        /**
         * Their parameters.
         *
         * @param level l
         * @param above z_(l+1)
         * @return [μ | log σ²]
         */
        double[] parameters(int level, double[] above);

        /**
         * The backward pass of {@link #parameters}, without regard to the networks' own parameters.
         *
         * @param level l
         * @param above z_(l+1)
         * @param gradient with respect to [μ | log σ²]
         * @return the gradient with respect to z_(l+1)
         */
        double[] pullBack(int level, double[] above, double[] gradient);
    }

    /**
     * Those of a network.
     *
     * @param sizes of all layers, from z_1 on
     * @param networks of all layers but the last
     */
    LowerLevels(List<Integer> sizes, Networks networks) {
        this.sizes = List.copyOf(sizes);
        this.networks = networks;
    }

    /** Those of a network with its encoder. */
    static LowerLevels of(CompiledGraph compiled, List<Integer> sizes) {
        return new LowerLevels(sizes, new WithEncoder(compiled, sizes));
    }

    /** The networks of a model with its encoder. */
    private record WithEncoder(CompiledGraph compiled, List<Integer> sizes) implements Networks {

        private INDArray given(int level, double[] above) {
            return array(above, sizes.get(level), compiled.graph().params().dataType());
        }

        @Override
        public double[] parameters(int level, double[] above) {
            String from = LevelDraws.draws(level + 1);
            return values(compiled.output(from, given(level, above), LevelDraws.prior(level)));
        }

        @Override
        public double[] pullBack(int level, double[] above, double[] gradient) {
            Entrance entrance = new Entrance(LevelDraws.draws(level + 1), given(level, above));
            return values(compiled.entered().pullBack(entrance, LevelDraws.prior(level), gradient));
        }
    }

    /** {@return dimensions of all layers} */
    int size() {
        return first(sizes.size() + 1);
    }

    /** {@return dimensions of the last layer} */
    int topSize() {
        return sizes.get(sizes.size() - 1);
    }

    /** The first dimension of a layer. */
    private int first(int level) {
        return sizes.subList(0, level - 1).stream().mapToInt(size -> size).sum();
    }

    /** The layer that has a dimension. */
    int levelOf(int dimension) {
        int level = 1;
        while (level < sizes.size() && dimension >= first(level + 1)) {
            level++;
        }
        return level;
    }

    /** The last layer of each row. */
    double[] top(double[] z) {
        return level(z, sizes.size());
    }

    private double[] level(double[] z, int level) {
        int rows = z.length / size();
        int from = first(level) * rows;
        return Arrays.copyOfRange(z, from, from + sizes.get(level - 1) * rows);
    }

    private double[] parameters(double[] z, int level) {
        return networks.parameters(level, level(z, level + 1));
    }

    /** Draws all layers below the last one, given it: row r is a function of the seed and of r alone. */
    double[] below(double[] top, long seed) {
        return place(joined(drawn(NoiseRows.ofExamples(0, top.length / topSize()), seed), top));
    }

    /** ε of all layers below the last one, in their order. */
    double[] drawn(NoiseRows numbers, long seed) {
        double[] noise = new double[numbers.count() * (size() - topSize())];
        for (int l = 1; l < sizes.size(); l++) {
            double[] own = ExampleNoise.normal(Streams.derive(seed, "prior-of-z-" + l), numbers, sizes.get(l - 1));
            System.arraycopy(own, 0, noise, first(l) * numbers.count(), own.length);
        }
        return noise;
    }

    /** [ε of the layers below | the last layer]. */
    static double[] joined(double[] noise, double[] top) {
        double[] u = Arrays.copyOf(noise, noise.length + top.length);
        System.arraycopy(top, 0, u, noise.length, top.length);
        return u;
    }

    /** z of [ε of the layers below | the last layer]: z_l = μ + σ ⊙ ε, from the top down. */
    double[] place(double[] u) {
        double[] z = u.clone();
        int rows = u.length / size();
        for (int l = sizes.size() - 1; l >= 1; l--) {
            double[] gaussian = parameters(z, l);
            int half = gaussian.length / 2;
            int first = first(l) * rows;
            for (int i = 0; i < half; i++) {
                z[first + i] = gaussian[i] + Math.exp(gaussian[half + i] / 2) * u[first + i];
            }
        }
        return z;
    }

    /** The other direction of {@link #place}. */
    double[] placeOf(double[] z) {
        double[] u = z.clone();
        int rows = z.length / size();
        for (int l = 1; l < sizes.size(); l++) {
            double[] gaussian = parameters(z, l);
            int half = gaussian.length / 2;
            int first = first(l) * rows;
            for (int i = 0; i < half; i++) {
                u[first + i] = (z[first + i] - gaussian[i]) * Math.exp(-gaussian[half + i] / 2);
            }
        }
        return u;
    }

    /** The backward pass of {@link #place}: z is what it returned for u. */
    double[] placeGradient(double[] u, double[] z, double[] zGradient) {
        double[] gradient = zGradient.clone();
        int rows = u.length / size();
        for (int l = 1; l < sizes.size(); l++) {
            double[] above = level(z, l + 1);
            double[] gaussian = networks.parameters(l, above);
            double[] toGaussian = new double[gaussian.length];
            int half = gaussian.length / 2;
            int first = first(l) * rows;
            for (int i = 0; i < half; i++) {
                double sigma = Math.exp(gaussian[half + i] / 2);
                toGaussian[i] = gradient[first + i];
                toGaussian[half + i] = 0.5 * sigma * u[first + i] * gradient[first + i];
                gradient[first + i] *= sigma;
            }
            double[] toAbove = networks.pullBack(l, above, toGaussian);
            for (int i = 0; i < toAbove.length; i++) {
                gradient[first(l + 1) * rows + i] += toAbove[i];
            }
        }
        return gradient;
    }

    /** Replaces all layers below one by the means of their priors, each given the one above it. */
    double[] meansBelow(double[] z, int level) {
        double[] result = z.clone();
        int rows = z.length / size();
        for (int l = level - 1; l >= 1; l--) {
            double[] gaussian = parameters(result, l);
            System.arraycopy(gaussian, 0, result, first(l) * rows, gaussian.length / 2);
        }
        return result;
    }

    /** Adds Σ log p(z_l|z_(l+1)) of the layers below the last one. */
    void addLogDensity(double[] z, double[] logDensity) {
        int rows = logDensity.length;
        for (int l = 1; l < sizes.size(); l++) {
            double[] gaussian = parameters(z, l);
            int half = gaussian.length / 2;
            int first = first(l) * rows;
            for (int i = 0; i < half; i++) {
                double distance = z[first + i] - gaussian[i];
                double squares = distance * distance * Math.exp(-gaussian[half + i]);
                logDensity[i % rows] -= 0.5 * (squares + gaussian[half + i]) + StableMath.HALF_LOG_TWO_PI;
            }
        }
    }

    /** Values, column by column, as an array of a network's type. */
    static INDArray array(double[] values, int columns, DataType type) {
        INDArray array = Nd4j.createUninitialized(type, new long[] {values.length / columns, columns}, 'f');
        Kernels.of(type).write(values, Matrix.of(array));
        return array;
    }

    /** The values of an array, column by column. */
    static double[] values(Matrix matrix) {
        double[] values = new double[matrix.length()];
        Kernels.of(matrix.type()).read(matrix, values);
        return values;
    }
}
