package org.vae4j.baseline;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyev_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.math.Doubles;

/**
 * The eigen-decomposition A = V Λ Vᵀ of a symmetric matrix with eigenvalues in descending order, by LAPACK's dsyev.
 * Immutable.
 *
 * <p>LAPACK is called directly, with the smallest workspace, which makes it use its unblocked algorithms. The blocked
 * ones call dtrmm, and that of OpenBLAS 0.3.19 returns wrong numbers with its SKYLAKEX kernels. ND4J's
 * {@code Eigen.symmetricGeneralizedEigenvalues} then returns vectors that are not orthogonal, and it ignores LAPACK's
 * status. Each result is checked; if it is wrong, or the library is missing, Apache Commons Math computes it, ten times
 * more slowly.
 */
public final class SymmetricEigen {

    /** The largest ‖VᵀV - I‖ that is accepted; LAPACK's is about 1e-13 for 784 rows. */
    private static final double ORTHOGONALITY = 1e-9;

    /** The largest difference across the diagonal, relative to the largest entry. */
    private static final double SYMMETRY = 1e-9;

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
     * @throws ArithmeticException if it is not square, symmetric and finite
     */
    public static SymmetricEigen of(INDArray symmetric) {
        int n = symmetric.rows();
        if (symmetric.columns() != n) {
            throw new ArithmeticException(
                    "found a matrix of " + n + " rows and " + symmetric.columns() + " columns, expected a square one");
        }
        double[] matrix = Doubles.values(symmetric);
        requireSymmetric(matrix, n);
        double[] ascending = new double[n];
        double[] columns = matrix.clone();
        boolean succeeded = decomposeByLapack(columns, ascending, n);
        if (!succeeded || !isOrthonormal(columns, n) || !isDecomposition(matrix, columns, ascending, n)) {
            decomposeByCommonsMath(matrix, columns, ascending, n);
        }
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        for (int j = 0; j < n; j++) {
            values[j] = ascending[n - 1 - j];
            System.arraycopy(columns, (n - 1 - j) * n, vectors, j * n, n);
        }
        return new SymmetricEigen(values, Doubles.matrix(vectors, n, n));
    }

    /**
     * A function of the matrix, V f(Λ) Vᵀ, for example its inverse for f(λ) = 1/λ.
     *
     * @param f the function of each eigenvalue
     * @return {@code [n, n]}, DOUBLE
     */
    public INDArray function(DoubleUnaryOperator f) {
        double[] scaled = Arrays.stream(values).map(f).toArray();
        return Doubles.timesTransposed(Doubles.scaleColumns(vectors, scaled), vectors);
    }

    private static void requireSymmetric(double[] matrix, int n) {
        double largest = 0;
        double asymmetry = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double value = matrix[i * n + j];
                largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : Double.NaN;
                asymmetry = Math.max(asymmetry, Math.abs(value - matrix[j * n + i]));
            }
        }
        if (!(asymmetry <= SYMMETRY * largest)) {
            throw new ArithmeticException("found a matrix with entries up to " + largest + " that differ by up to "
                    + asymmetry + " from those across the diagonal, expected a finite symmetric one");
        }
    }

    /**
     * Decomposes a matrix in place.
     *
     * @param matrix {@code [n, n]}: overwritten by the eigenvectors, column by column
     * @param values n values: overwritten by the eigenvalues, ascending
     * @return whether LAPACK is there and reports success
     */
    private static boolean decomposeByLapack(double[] matrix, double[] values, int n) {
        double[] work = new double[Math.max(1, 3 * n - 1)];
        try {
            return LAPACKE_dsyev_work(LAPACK_COL_MAJOR, (byte) 'V', (byte) 'U', n, matrix, n, values, work, work.length)
                    == 0;
        } catch (LinkageError e) {
            return false;
        }
    }

    private static boolean isOrthonormal(double[] columns, int n) {
        INDArray v = Doubles.matrix(columns, n, n);
        INDArray gram = Doubles.transposedTimes(v, v);
        double defect =
                gram.subi(Nd4j.eye(n).castTo(gram.dataType())).norm2Number().doubleValue();
        return defect <= ORTHOGONALITY;
    }

    /** Whether A·V = V·Λ, to a residual that is small beside the largest eigenvalue. */
    private static boolean isDecomposition(double[] matrix, double[] columns, double[] values, int n) {
        INDArray v = Doubles.matrix(columns, n, n);
        INDArray residual = Doubles.product(Doubles.matrix(matrix, n, n), v)
                .subi(v.mulRowVector(Nd4j.create(values, new long[] {1, n}, 'f')));
        double largest = Math.max(Math.abs(values[0]), Math.abs(values[n - 1]));
        return residual.norm2Number().doubleValue() <= ORTHOGONALITY * Math.max(largest, Double.MIN_NORMAL) * n;
    }

    /** Overwrites the eigenvectors and the ascending eigenvalues. */
    private static void decomposeByCommonsMath(double[] matrix, double[] columns, double[] ascending, int n) {
        Array2DRowRealMatrix rows = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                rows.setEntry(i, j, matrix[i * n + j]);
                rows.setEntry(j, i, matrix[i * n + j]);
            }
        }
        EigenDecomposition eigen = new EigenDecomposition(rows);
        for (int j = 0; j < n; j++) {
            ascending[n - 1 - j] = eigen.getRealEigenvalue(j);
            System.arraycopy(eigen.getEigenvector(j).toArray(), 0, columns, (n - 1 - j) * n, n);
        }
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
