package org.vae4j.layers;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;

/** The power method on W Wᵀ, under which u converges to the left singular vector of W's largest singular value. */
final class PowerIteration {

    private final Kernels kernels;
    private final Matrix weights;
    private final Matrix u;
    private final Matrix v;

    /**
     * The power method of a layer.
     *
     * @param weights W {@code [n, m]}, read anew in each step
     * @param u {@code [1, n]}, the start; each step overwrites it
     */
    PowerIteration(Matrix weights, Matrix u) {
        this.kernels = Kernels.of(weights.type());
        this.weights = weights;
        this.u = u;
        this.v = Matrix.allocate(weights.type(), 1, weights.columns());
    }

    /**
     * Estimates the largest singular value by ‖uᵀW‖.
     *
     * @param right overwritten by the estimated right singular vector uᵀW / ‖uᵀW‖ {@code [1, m]}
     * @return at most the largest singular value; 0 for weights of 0
     */
    double singularValue(Matrix right) {
        kernels.times(u, weights, right);
        return normalise(right);
    }

    /** Replaces u by W Wᵀu / ‖W Wᵀu‖. Weights of 0 leave u as it is. */
    void step() {
        if (singularValue(v) > 0) {
            kernels.timesTransposed(v, weights, u);
            normalise(u);
        }
    }

    /** Divides a row by its length, in place; returns the length. */
    private double normalise(Matrix row) {
        double[] square = new double[1];
        kernels.products(row, row, Lines.ROWS, square);
        double length = Math.sqrt(square[0]);
        if (length > 0) {
            kernels.scaleRows(row, new double[] {1 / length});
        }
        return length;
    }
}
