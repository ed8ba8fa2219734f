package org.vae4j.network.init;

import org.vae4j.math.GaussianNoise;
import org.vae4j.math.GramSchmidt;

/**
 * Orthonormal columns, or orthonormal rows where there are fewer rows than columns, in a direction that is drawn evenly
 * (Saxe et al. 2014).
 */
public final class Orthogonal extends DrawnWeights {

    private static final long serialVersionUID = 1L;

    /** There is nothing to set. */
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

    private static double[] transposed(double[] values, int rows, int columns) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i / rows + i % rows * columns] = values[i];
        }
        return result;
    }
}
