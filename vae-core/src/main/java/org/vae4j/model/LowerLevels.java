package org.vae4j.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
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
import org.vae4j.network.hierarchy.LevelDraws;

/**
 * The priors p(z_l|z_(l+1)) of all stochastic layers but the last, as a network has learned them. Rows of z are [z_1 |
 * … | z_L], column by column in plain doubles; layers are counted from 1 on.
 */
final class LowerLevels {

    private final List<Integer> sizes;
    private final BiFunction<Integer, double[], double[]> parameters;

    /**
     * Those of a network.
     *
     * @param sizes of all layers, from z_1 on
     * @param parameters [μ | log σ²] of p(z_l|z_(l+1)), column by column, given l and z_(l+1), column by column
     */
    LowerLevels(List<Integer> sizes, BiFunction<Integer, double[], double[]> parameters) {
        this.sizes = List.copyOf(sizes);
        this.parameters = parameters;
    }

    /** Those of a network with its encoder. */
    static LowerLevels of(CompiledGraph compiled, List<Integer> sizes) {
        DataType type = compiled.graph().params().dataType();
        return new LowerLevels(sizes, (level, above) -> {
            INDArray given = array(above, sizes.get(level), type);
            return values(compiled.output(LevelDraws.draws(level + 1), given, LevelDraws.prior(level)));
        });
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
        return parameters.apply(level, level(z, level + 1));
    }

    /** Draws all layers below the last one, given it: row r is a function of the seed and of r alone. */
    double[] below(double[] top, long seed) {
        int rows = top.length / topSize();
        double[] z = new double[rows * size()];
        System.arraycopy(top, 0, z, z.length - top.length, top.length);
        for (int l = sizes.size() - 1; l >= 1; l--) {
            double[] gaussian = parameters(z, l);
            int half = gaussian.length / 2;
            double[] noise = ExampleNoise.normal(
                    Streams.derive(seed, "prior-of-z-" + l), NoiseRows.ofExamples(0, rows), sizes.get(l - 1));
            for (int i = 0; i < half; i++) {
                z[first(l) * rows + i] = gaussian[i] + Math.exp(gaussian[half + i] / 2) * noise[i];
            }
        }
        return z;
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
