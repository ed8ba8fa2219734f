package org.vae4j.dist;

import java.util.function.IntToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.math.Doubles;
import org.vae4j.math.Shapes;

/**
 * The shape of matrices whose elements are read into plain arrays in column-major order, so that formulas on doubles
 * apply to them element by element: element (row, column) is at {@code row + column * rows}.
 *
 * @param rows the number of rows, at least 1
 * @param columns the number of columns, at least 1
 */
record Elements(int rows, int columns) {

    /** The shape of a matrix. */
    static Elements like(INDArray matrix) {
        return new Elements(matrix.rows(), matrix.columns());
    }

    /** The elements of a matrix of this shape, a copy. */
    double[] values(String name, INDArray matrix) {
        Shapes.requireMatrix(name, matrix);
        requireSame(name, like(matrix));
        return Doubles.values(matrix);
    }

    /** The elements of a matrix of this shape, a copy; throws if one is NaN. */
    double[] valuesWithoutNaN(String name, INDArray matrix) {
        double[] values = values(name, matrix);
        for (double value : values) {
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException(name + ": found NaN, expected numbers");
            }
        }
        return values;
    }

    /** The elements of a matrix of this shape, a copy; throws unless all are finite. */
    double[] finiteValues(String name, INDArray matrix) {
        double[] values = values(name, matrix);
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
