package org.vae4j.baseline;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;

/**
 * Eigenvalues in descending order and eigenvectors of a symmetric matrix, by LAPACK's syev in double.
 *
 * <p>ND4J overwrites the matrix by the eigenvectors, returns ascending values and ignores LAPACK's status; here a copy is
 * passed and the result is checked. Immutable.
 */
public final class SymmetricEigen {

    private final double[] values;
    private final INDArray vectors;

    private SymmetricEigen(double[] values, INDArray vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /**
     * Decomposes a matrix.
     *
     * @param symmetric {@code [n, n]}; not changed
     * @return the decomposition
     * @throws ArithmeticException if it is not symmetric and finite, or LAPACK fails
     */
    public static SymmetricEigen of(INDArray symmetric) {
        int n = symmetric.rows();
        INDArray ascending = Doubles.copy(symmetric);
        double trace = 0;
        double scale = 0;
        for (int i = 0; i < n; i++) {
            trace += ascending.getDouble(i, i);
            scale += Math.abs(ascending.getDouble(i, i));
        }
        double[] ascendingValues = n == 1
                ? new double[] {ascending.getDouble(0, 0)}
                : Eigen.symmetricGeneralizedEigenvalues(ascending).dup().data().asDouble();
        if (n == 1) {
            ascending.assign(1);
        }
        double[] values = new double[n];
        double sum = 0;
        double[] from = Doubles.values(ascending);
        double[] to = new double[n * n];
        for (int j = 0; j < n; j++) {
            values[j] = ascendingValues[n - 1 - j];
            sum += values[j];
            System.arraycopy(from, (n - 1 - j) * n, to, j * n, n);
        }
        // The trace is the sum of the eigenvalues; NaN fails too.
        if (!(Math.abs(sum - trace) <= 1e-9 * Math.max(scale, Double.MIN_NORMAL))) {
            throw new ArithmeticException("found eigenvalues that sum to " + sum + ", expected the trace " + trace
                    + ": LAPACK did not converge or the matrix is not symmetric and finite");
        }
        return new SymmetricEigen(values, Doubles.matrix(to, n, n));
    }

    /** {@return the eigenvalues, descending, a copy} */
    public double[] values() {
        return values.clone();
    }

    /** {@return the eigenvectors, column j for value j, {@code [n, n]}, DOUBLE, a copy} */
    public INDArray vectors() {
        return vectors.dup('f');
    }
}
