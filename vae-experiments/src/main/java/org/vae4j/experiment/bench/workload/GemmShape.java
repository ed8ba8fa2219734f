package org.vae4j.experiment.bench.workload;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * One matrix product C [m, n] = op(A) [m, k] · op(B) [k, n] of a training step.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k length of the inner products
 * @param transposeA whether A is stored as [k, m]
 * @param transposeB whether B is stored as [n, k]
 */
public record GemmShape(int m, int n, int k, boolean transposeA, boolean transposeB) {

    /** Floating-point operations: a multiplication and an addition for each term. */
    public double flops() {
        return 2.0 * m * n * k;
    }

    /** A product of this shape on arrays of its own, ready to be executed again and again. */
    public Runnable allocate(Kernels kernels) {
        Matrix a = transposeA ? filled(k, m) : filled(m, k);
        Matrix b = transposeB ? filled(n, k) : filled(k, n);
        Matrix c = filled(m, n);
        return () -> kernels.gemm(a, transposeA, b, transposeB, false, c);
    }

    private static Matrix filled(int rows, int columns) {
        Matrix matrix = Matrix.allocate(org.nd4j.linalg.api.buffer.DataType.FLOAT, rows, columns);
        matrix.array().assign(0.01);
        return matrix;
    }
}
