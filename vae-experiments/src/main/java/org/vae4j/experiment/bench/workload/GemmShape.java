package org.vae4j.experiment.bench.workload;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * One matrix product C [m, n] = op(A) [m, k] · op(B) [k, n] of a training step.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k length of the inner products
 * @param form which factor is stored transposed
 */
public record GemmShape(int m, int n, int k, Form form) {

    /** Which of a product's factors is stored transposed. */
    public enum Form {
        /** A · B: the forward pass. */
        PLAIN,
        /** Aᵀ · B: the gradient with respect to weights. */
        LEFT_TRANSPOSED,
        /** A · Bᵀ: the gradient with respect to an input. */
        RIGHT_TRANSPOSED
    }

    /** Floating-point operations: a multiplication and an addition for each term. */
    public double flops() {
        return 2.0 * m * n * k;
    }

    /** A product of this shape on arrays of its own, ready to be executed again and again. */
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
        Matrix matrix = Matrix.allocate(org.nd4j.linalg.api.buffer.DataType.FLOAT, rows, columns);
        matrix.array().assign(0.01);
        return matrix;
    }
}
