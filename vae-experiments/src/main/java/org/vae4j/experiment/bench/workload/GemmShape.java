package org.vae4j.experiment.bench.workload;

import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * One matrix product C [m, n] = op(A) [m, k] · op(B) [k, n] of a training step.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k length of the inner products
 * @param form the factor that is stored transposed, if any
 */
public record GemmShape(int m, int n, int k, Form form) {

    /** The factor of a product that is stored transposed. */
    public enum Form {
        /** A · B: the forward pass. */
        PLAIN,
        /** Aᵀ · B: the gradient with respect to weights. */
        LEFT_TRANSPOSED,
        /** A · Bᵀ: the gradient with respect to an input. */
        RIGHT_TRANSPOSED
    }

    /** {@return the floating-point operations, a multiplication and an addition for each of the m n k terms} */
    public double flops() {
        return 2.0 * m * n * k;
    }

    /**
     * Allocates the matrices of a product of this shape.
     *
     * @param kernels the kernels that compute it
     * @return computes the product each time, always on the same matrices
     */
    public Runnable allocate(Kernels kernels) {
        Matrix a = form == Form.LEFT_TRANSPOSED ? filled(k, m) : filled(m, k);
        Matrix b = form == Form.RIGHT_TRANSPOSED ? filled(n, k) : filled(k, n);
        Matrix c = filled(m, n);
        return switch (form) {
            case PLAIN -> () -> kernels.times(a, b, c);
            case LEFT_TRANSPOSED -> () -> kernels.transposedTimes(a, b, c);
            case RIGHT_TRANSPOSED -> () -> kernels.timesTransposed(a, b, c);
        };
    }

    private static Matrix filled(int rows, int columns) {
        Matrix matrix = Matrix.allocate(DataType.FLOAT, rows, columns);
        matrix.array().assign(0.01);
        return matrix;
    }
}
