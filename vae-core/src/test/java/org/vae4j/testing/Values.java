package org.vae4j.testing;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Matrix;

/** Matrices of fixed pseudo-random values for tests, in column order. */
public final class Values {

    private Values() {}

    /**
     * Standard normal values times a factor.
     *
     * @param seed seed of the values
     * @param type FLOAT or DOUBLE
     * @param rows number of rows
     * @param columns number of columns
     * @param scale the factor
     * @return a new array {@code [rows, columns]}
     */
    public static INDArray normal(long seed, DataType type, int rows, int columns, double scale) {
        Random random = new Random(seed);
        return array(type, rows, columns, i -> scale * random.nextGaussian());
    }

    /**
     * Uniformly distributed values in [0, 1), like the pixels of images.
     *
     * @param seed seed of the values
     * @param type FLOAT or DOUBLE
     * @param rows number of rows
     * @param columns number of columns
     * @return a new array {@code [rows, columns]}
     */
    public static INDArray pixels(long seed, DataType type, int rows, int columns) {
        SplittableRandom random = new SplittableRandom(seed);
        return array(type, rows, columns, i -> random.nextDouble());
    }

    /**
     * Given values, column by column.
     *
     * @param type FLOAT or DOUBLE
     * @param rows number of rows
     * @param columns number of columns
     * @param values the value at each position i + j · rows
     * @return a new array {@code [rows, columns]}
     */
    public static INDArray array(DataType type, int rows, int columns, IntToDoubleFunction values) {
        double[] data = new double[rows * columns];
        for (int i = 0; i < data.length; i++) {
            data[i] = values.applyAsDouble(i);
        }
        INDArray result = Nd4j.createUninitialized(type, new long[] {rows, columns}, 'f');
        return result.assign(Nd4j.create(data, new long[] {rows, columns}, 'f'));
    }

    /**
     * The values of a matrix.
     *
     * @param matrix any array of rank 2
     * @return its values column by column
     */
    public static double[] of(INDArray matrix) {
        return matrix.dup('f').data().asDouble();
    }

    /**
     * The values of a matrix.
     *
     * @param matrix any matrix
     * @return its values column by column
     */
    public static double[] of(Matrix matrix) {
        return of(matrix.array());
    }

    /**
     * Fails at the first value that differs, with a message that stays short for long arrays.
     *
     * @param what name of the values for the message
     * @param actual the computed values
     * @param expected the expected values
     * @param tolerance the largest absolute difference allowed
     */
    public static void assertClose(String what, double[] actual, double[] expected, double tolerance) {
        if (actual.length != expected.length) {
            throw new AssertionError(what + ": found " + actual.length + " values, expected " + expected.length);
        }
        for (int i = 0; i < actual.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
                throw new AssertionError(what + " at " + i + ": found " + actual[i] + ", expected " + expected[i]
                        + " within " + tolerance);
            }
        }
    }
}
