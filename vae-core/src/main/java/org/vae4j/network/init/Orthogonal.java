package org.vae4j.network.init;

import org.vae4j.math.GaussianNoise;
import org.vae4j.math.GramSchmidt;

/**
 * Weights with orthonormal columns, or orthonormal rows if there are fewer rows than columns, drawn uniformly from all
 * such matrices (Saxe et al. 2014): Gram-Schmidt orthonormalisation of normal draws.
 */
public final class Orthogonal extends DrawnWeights {

    private static final long serialVersionUID = 1L;

    /** Makes the initialisation, which has no settings. */
    public Orthogonal() {}

    @Override
    public String name() {
        return "orthogonal";
    }

    @Override
    double[] draw(Fan fan, int rows, int columns, long seed) {
        double[] normal = GaussianNoise.draw(seed, rows * columns);
        return rows >= columns
                ? GramSchmidt.complete(normal, rows, columns, columns)
                : transposed(GramSchmidt.complete(normal, columns, rows, rows), columns, rows);
    }

    /** The transpose of a matrix {@code [rows, columns]}, both column by column. */
    private static double[] transposed(double[] values, int rows, int columns) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i / rows + i % rows * columns] = values[i];
        }
        return result;
    }
}
