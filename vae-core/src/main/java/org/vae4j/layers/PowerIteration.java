package org.vae4j.layers;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;

/** The power method on W Wᵀ, which leads u to the left singular vector of W's largest singular value. */
final class PowerIteration {

    private final Kernels kernels;
    private final Matrix weights;
    private final Matrix u;
    private final Matrix v;

    /** Iterates for W {@code [n, m]} from u {@code [1, n]} on, in the memory of both. */
    PowerIteration(Matrix weights, Matrix u) {
        this.kernels = Kernels.of(weights.type());
        this.weights = weights;
        this.u = u;
        this.v = Matrix.allocate(weights.type(), 1, weights.columns());
    }

    /**
     * ‖uᵀW‖, at most the largest singular value for a u of length 1; 0 for weights of 0.
     *
     * @param direction uᵀW over its length: overwritten
     */
    double normInto(Matrix direction) {
        kernels.times(u, weights, direction);
        return unit(direction);
    }

    /** One iteration. Weights of 0 leave u as it is. */
    void move() {
        if (normInto(v) > 0) {
            kernels.timesTransposed(v, weights, u);
            unit(u);
        }
    }

    /** Divides a row by its length, which is returned. */
    private double unit(Matrix row) {
        double[] square = new double[1];
        kernels.products(row, row, Lines.ROWS, square);
        double length = Math.sqrt(square[0]);
        if (length > 0) {
            kernels.scaleRows(row, new double[] {1 / length});
        }
        return length;
    }
}
