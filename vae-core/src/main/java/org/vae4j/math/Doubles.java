package org.vae4j.math;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Conversions between matrices of doubles in column order and plain arrays, and products of such matrices. */
public final class Doubles {

    private Doubles() {}

    /**
     * A matrix of given values.
     *
     * @param values rows · columns values, column by column
     * @param rows the number of rows
     * @param columns the number of columns
     * @return DOUBLE, in column order
     */
    public static INDArray matrix(double[] values, int rows, int columns) {
        return Nd4j.create(values, new long[] {rows, columns}, 'f');
    }

    /**
     * A matrix of zeros.
     *
     * @param rows the number of rows
     * @param columns the number of columns
     * @return DOUBLE, in column order
     */
    public static INDArray zeros(int rows, int columns) {
        return Nd4j.create(DataType.DOUBLE, new long[] {rows, columns}, 'f');
    }

    /**
     * A copy in double precision.
     *
     * @param array of any order and type
     * @return DOUBLE, in column order, with memory of its own
     */
    public static INDArray copy(INDArray array) {
        return array.castTo(DataType.DOUBLE).dup('f');
    }

    /**
     * The values of a matrix.
     *
     * @param matrix of any order and type
     * @return column by column; never shares memory with the matrix
     */
    public static double[] values(INDArray matrix) {
        return copy(matrix).data().asDouble();
    }

    /**
     * The product of a matrix with a diagonal matrix: column j is multiplied by factors[j].
     *
     * @param matrix the matrix, DOUBLE
     * @param factors one per column
     * @return a new matrix
     */
    public static INDArray scaleColumns(INDArray matrix, double[] factors) {
        return matrix.mulRowVector(Nd4j.create(factors, new long[] {1, factors.length}, 'f'));
    }

    /**
     * The product AB.
     *
     * @param a A, {@code [m, k]}
     * @param b B, {@code [k, n]}
     * @return {@code [m, n]}, a new matrix
     */
    public static INDArray product(INDArray a, INDArray b) {
        return Nd4j.gemm(a, b, false, false);
    }

    /**
     * The product AᵀB.
     *
     * @param a A, {@code [k, m]}
     * @param b B, {@code [k, n]}
     * @return {@code [m, n]}, a new matrix
     */
    public static INDArray transposedTimes(INDArray a, INDArray b) {
        return Nd4j.gemm(a, b, true, false);
    }

    /**
     * The product ABᵀ.
     *
     * @param a A, {@code [m, k]}
     * @param b B, {@code [n, k]}
     * @return {@code [m, n]}, a new matrix
     */
    public static INDArray timesTransposed(INDArray a, INDArray b) {
        return Nd4j.gemm(a, b, false, true);
    }
}
