package org.vae4j.dist;

import java.util.function.IntToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.math.Doubles;
import org.vae4j.math.Shapes;

/**
 * A matrix as a plain array in column-major order, so that formulas on doubles apply to it element by element: element
 * (row, column) is at {@code row + column * rows}.
 */
record Elements(int rows, int columns) {

    static Elements like(INDArray matrix) {
        return new Elements(matrix.rows(), matrix.columns());
    }

    /** The elements of a matrix of this shape; never shares memory with it. */
    double[] of(String name, INDArray matrix) {
        Shapes.requireMatrix(name, matrix);
        requireSame(name, like(matrix));
        return Doubles.values(matrix);
    }

    /** A copy of the elements of a matrix of this shape, all of them finite. */
    double[] copyOf(String name, INDArray matrix) {
        double[] values = of(name, matrix);
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(name + ": found " + value + ", expected finite numbers");
            }
        }
        return values;
    }

    /** Throws unless another matrix has this shape. */
    void requireSame(String name, Elements other) {
        if (!equals(other)) {
            throw new IllegalArgumentException(
                    "%s: found shape [%d, %d], expected [%d, %d] as the parameters have; pass arrays of the same batch"
                            .formatted(name, other.rows, other.columns, rows, columns));
        }
    }

    /** A new matrix with the given elements. */
    INDArray matrix(DataType type, IntToDoubleFunction element) {
        INDArray matrix = Nd4j.createUninitialized(type, new long[] {rows, columns}, 'f');
        for (int i = 0; i < rows * columns; i++) {
            matrix.data().put(i, element.applyAsDouble(i));
        }
        return matrix;
    }

    /** The sum of the given elements over each row. */
    double[] rowSums(IntToDoubleFunction element) {
        double[] sums = new double[rows];
        for (int i = 0; i < rows * columns; i++) {
            sums[i % rows] += element.applyAsDouble(i);
        }
        return sums;
    }
}
