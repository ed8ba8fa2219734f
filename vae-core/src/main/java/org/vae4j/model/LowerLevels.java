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
 * The learned priors p(z_l|z_(l+1)) = N(μ_l(z_(l+1)), diag σ_l²(z_(l+1))) of a hierarchical latent's layers l = 1, …, L
 * − 1. The last layer z_L, the top, has a prior of its own ({@link LatentPrior}).
 *
 * <p>The non-centred coordinates u = [ε_1 | … | ε_(L−1) | z_L] and z = [z_1 | … | z_L] correspond by z_l = μ_l + σ_l ⊙
 * ε_l, computed from the top down. Chains move in u, where the prior of every ε_l is N(0, I).
 *
 * <p>All matrices are plain doubles, column by column. Layers are numbered from 1, the layer next to the data.
 */
final class LowerLevels {

    private final List<Integer> sizes;
    private final Networks networks;

    /** The networks that compute μ_l and log σ_l² from z_(l+1). */
    interface Networks {

        /**
         * Computes the parameters of p(z_l|z_(l+1)).
         *
         * @param level l
         * @param above z_(l+1)
         * @return [μ_l | log σ_l²]
         */
        double[] parameters(int level, double[] above);

        /**
         * Computes the vector-Jacobian product of {@link #parameters}.
         *
         * @param level l
         * @param above z_(l+1)
         * @param gradient the gradient with respect to [μ_l | log σ_l²]
         * @return the gradient with respect to z_(l+1)
         */
        double[] pullBack(int level, double[] above, double[] gradient);
    }

    /**
     * Creates the priors from their networks.
     *
     * @param sizes the dimensions of z_1, …, z_L
     * @param networks the networks of all layers but the last
     */
    LowerLevels(List<Integer> sizes, Networks networks) {
        this.sizes = List.copyOf(sizes);
        this.networks = networks;
    }

    /** The priors of a whole model. */
    static LowerLevels of(CompiledGraph compiled, List<Integer> sizes) {
        return new LowerLevels(sizes, new WithEncoder(compiled, sizes));
    }

    /** The networks of a whole model, which also computes gradients. */
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

    /** {@return the dimensions of all layers together} */
    int size() {
        return first(sizes.size() + 1);
    }

    /** {@return the dimensions of z_L} */
    int topSize() {
        return sizes.get(sizes.size() - 1);
    }

    /** The index in z of the first dimension of a layer. */
    private int first(int level) {
        return sizes.subList(0, level - 1).stream().mapToInt(size -> size).sum();
    }

    /** The number of the layer that contains a dimension of z. */
    int levelOf(int dimension) {
        int level = 1;
        while (level < sizes.size() && dimension >= first(level + 1)) {
            level++;
        }
        return level;
    }

    /** z_L of each row. */
    double[] top(double[] z) {
        return level(z, sizes.size());
    }

    /** z_l of each row. */
    private double[] level(double[] z, int level) {
        int rows = z.length / size();
        int from = first(level) * rows;
        return Arrays.copyOfRange(z, from, from + sizes.get(level - 1) * rows);
    }

    /** [μ_l | log σ_l²] of each row. */
    private double[] parameters(double[] z, int level) {
        return networks.parameters(level, level(z, level + 1));
    }

    /** Draws z_1, …, z_(L−1) given z_L; returns z. The draw of row r is a function of the seed and of r. */
    double[] drawBelow(double[] top, long seed) {
        return fromCoordinates(joined(drawNoise(NoiseRows.ofExamples(0, top.length / topSize()), seed), top));
    }

    /** Draws [ε_1 | … | ε_(L−1)]. */
    double[] drawNoise(NoiseRows numbers, long seed) {
        double[] noise = new double[numbers.count() * (size() - topSize())];
        for (int l = 1; l < sizes.size(); l++) {
            double[] own = ExampleNoise.normal(Streams.derive(seed, "prior-of-z-" + l), numbers, sizes.get(l - 1));
            System.arraycopy(own, 0, noise, first(l) * numbers.count(), own.length);
        }
        return noise;
    }

    /** [ε_1 | … | ε_(L−1) | z_L]. */
    static double[] joined(double[] noise, double[] top) {
        double[] u = Arrays.copyOf(noise, noise.length + top.length);
        System.arraycopy(top, 0, u, noise.length, top.length);
        return u;
    }

    /** Computes z from u. */
    double[] fromCoordinates(double[] u) {
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

    /** Computes u from z: ε_l = (z_l − μ_l) / σ_l. */
    double[] toCoordinates(double[] z) {
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

    /**
     * Computes the gradient with respect to u from the gradient g with respect to z.
     *
     * <p>From the lowest layer up: gradμ_l = g_l and gradLogVar_l = ½ σ_l ⊙ ε_l ⊙ g_l, whose vector-Jacobian product
     * with the networks is added to g_(l+1); the gradient with respect to ε_l is σ_l ⊙ g_l.
     *
     * @param u the coordinates
     * @param z the result of {@link #fromCoordinates} for u
     * @param zGradient g
     */
    double[] coordinateGradient(double[] u, double[] z, double[] zGradient) {
        double[] gradient = zGradient.clone();
        int rows = u.length / size();
        for (int l = 1; l < sizes.size(); l++) {
            double[] above = level(z, l + 1);
            double[] gaussian = networks.parameters(l, above);
            double[] gradGaussian = new double[gaussian.length];
            int half = gaussian.length / 2;
            int first = first(l) * rows;
            for (int i = 0; i < half; i++) {
                double sigma = Math.exp(gaussian[half + i] / 2);
                gradGaussian[i] = gradient[first + i];
                gradGaussian[half + i] = 0.5 * sigma * u[first + i] * gradient[first + i];
                gradient[first + i] *= sigma;
            }
            double[] gradAbove = networks.pullBack(l, above, gradGaussian);
            for (int i = 0; i < gradAbove.length; i++) {
                gradient[first(l + 1) * rows + i] += gradAbove[i];
            }
        }
        return gradient;
    }

    /** z with all layers below {@code level} replaced by the means μ_l of their priors, from the top down. */
    double[] meansBelow(double[] z, int level) {
        double[] result = z.clone();
        int rows = z.length / size();
        for (int l = level - 1; l >= 1; l--) {
            double[] gaussian = parameters(result, l);
            System.arraycopy(gaussian, 0, result, first(l) * rows, gaussian.length / 2);
        }
        return result;
    }

    /** Adds Σ_l log p(z_l|z_(l+1)) = −Σ ½ ((z_l − μ_l)² / σ_l² + log σ_l² + log 2π) of each row. */
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

    /** A new array with values that are given column by column. */
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
