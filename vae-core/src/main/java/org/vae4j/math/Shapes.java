package org.vae4j.math;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Checks of array shapes whose messages say what was found, what was expected and what to do about it.
 *
 * <p>Each check returns its array, so that calls can be nested.
 */
public final class Shapes {

    private Shapes() {}

    /**
     * Requires a non-empty matrix {@code [batch, columns]} of floating point numbers.
     *
     * @param name the caller's name of the array
     * @param array the array to check
     * @return {@code array}
     * @throws IllegalArgumentException if its rank is not 2, it is empty, or it holds whole numbers
     */
    public static INDArray requireMatrix(String name, INDArray array) {
        require(
                array.rank() == 2 && !array.isEmpty(),
                name,
                array,
                "a non-empty matrix [batch, columns]",
                "flatten each example into one row, array.reshape(batch, -1)");
        require(
                array.isR(),
                name,
                array,
                "FLOAT or DOUBLE numbers, not " + array.dataType(),
                "convert it by array.castTo(DataType.FLOAT)");
        return array;
    }

    /**
     * Requires a matrix {@code [batch, columns]} with a given number of columns.
     *
     * @param name the caller's name of the array
     * @param array the array to check
     * @param columns the number of columns expected, at least 1
     * @return {@code array}
     * @throws IllegalArgumentException if it is no matrix or is wider or narrower
     */
    public static INDArray requireMatrix(String name, INDArray array, long columns) {
        requireMatrix(name, array);
        require(
                array.columns() == columns,
                name,
                array,
                "[batch, " + columns + "]",
                "give it " + columns + " columns or change the size the model was built with");
        return array;
    }

    /**
     * Requires a matrix of exactly the shape of another.
     *
     * @param name the caller's name of the array
     * @param array the array to check
     * @param otherName the caller's name of the array to compare with
     * @param other the array to compare with
     * @return {@code array}
     * @throws IllegalArgumentException if it is no matrix or the shapes differ
     */
    public static INDArray requireSameMatrix(String name, INDArray array, String otherName, INDArray other) {
        requireMatrix(name, array);
        require(
                Arrays.equals(array.shape(), other.shape()),
                name,
                array,
                Arrays.toString(other.shape()) + " as " + otherName + " has",
                "pass arrays of the same batch");
        return array;
    }

    private static void require(boolean holds, String name, INDArray array, String expected, String fix) {
        if (!holds) {
            throw new IllegalArgumentException("%s: found shape %s, expected %s; %s"
                    .formatted(name, Arrays.toString(array.shape()), expected, fix));
        }
    }
}
