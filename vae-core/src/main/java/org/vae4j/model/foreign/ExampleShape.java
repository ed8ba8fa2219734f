package org.vae4j.model.foreign;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;

/**
 * The shape in which DL4J has one row of a matrix: {@code [features]}, {@code [channels, height, width]} or
 * {@code [features, steps]}. The row holds the values in this order, the last index first to change, so that an image
 * is a row as our own layers have it.
 */
public final class ExampleShape {

    private final long[] sizes;

    private ExampleShape(long... sizes) {
        this.sizes = sizes;
    }

    public static ExampleShape ofRow(int columns) {
        return new ExampleShape(columns);
    }

    /** The shape of an example of a batch. */
    public static ExampleShape of(INDArray batch) {
        return new ExampleShape(Arrays.copyOfRange(batch.shape(), 1, batch.rank()));
    }

    public boolean isRow() {
        return sizes.length == 1;
    }

    public int columns() {
        return Math.toIntExact(Arrays.stream(sizes).reduce(1, Math::multiplyExact));
    }

    /** A copy, because DL4J's layers write into what they are given: activations in place, inputs of dropout. */
    INDArray array(Matrix rows) {
        if (isRow()) {
            return rows.array().dup('f');
        }
        return rows.array().dup('c').reshape('c', ofBatch(rows.rows()));
    }

    /** The rows of a batch of this shape: a handle on it where its order permits. */
    Matrix matrix(INDArray batch) {
        return Matrix.ofAny(isRow() ? batch : batch.dup('c').reshape('c', batch.size(0), columns()));
    }

    public long[] ofBatch(int rows) {
        long[] shape = new long[sizes.length + 1];
        shape[0] = rows;
        System.arraycopy(sizes, 0, shape, 1, sizes.length);
        return shape;
    }

    @Override
    public String toString() {
        return Arrays.toString(sizes);
    }
}
