package org.vae4j.baseline;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Between matrices and plain arrays, column by column. */
final class Doubles {

    private Doubles() {}

    static INDArray matrix(double[] values, int rows, int columns) {
        return Nd4j.create(values, new long[] {rows, columns}, 'f');
    }

    static INDArray zeros(int rows, int columns) {
        return Nd4j.create(DataType.DOUBLE, new long[] {rows, columns}, 'f');
    }

    /** A copy in column order, whatever the order and type of the array. */
    static INDArray copy(INDArray array) {
        return array.castTo(DataType.DOUBLE).dup('f');
    }

    static double[] values(INDArray matrix) {
        return copy(matrix).data().asDouble();
    }

    /** The diagonal matrix times a matrix from the right: column j is multiplied by factors[j]. */
    static INDArray scaleColumns(INDArray matrix, double[] factors) {
        return matrix.mulRowVector(Nd4j.create(factors, new long[] {1, factors.length}, 'f'));
    }

    static INDArray product(INDArray a, boolean transposeA, INDArray b, boolean transposeB) {
        return Nd4j.gemm(a, b, transposeA, transposeB);
    }
}
