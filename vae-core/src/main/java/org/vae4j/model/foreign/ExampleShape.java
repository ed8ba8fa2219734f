package org.vae4j.model.foreign;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;

/**
 * The shape that DL4J gives to one row of a matrix: {@code [features]}, {@code [channels, height, width]} or
 * {@code [features, steps]}. The row has the values in C order (the last index changes fastest), in which this
 * library's layers store images too.
 */
public final class ExampleShape {

    private final long[] sizes;

    private ExampleShape(long... sizes) {
        this.sizes = sizes;
    }

    /** The shape of an example that is a plain row. */
    public static ExampleShape ofRow(int columns) {
        return new ExampleShape(columns);
    }

    /** The shape of one example of a batch, whose first dimension counts the examples. */
    public static ExampleShape of(INDArray batch) {
        return new ExampleShape(Arrays.copyOfRange(batch.shape(), 1, batch.rank()));
    }

    /** {@return whether an example is a plain row} */
    public boolean isRow() {
        return sizes.length == 1;
    }

    /** {@return the number of values of an example} */
    public int columns() {
        return Math.toIntExact(Arrays.stream(sizes).reduce(1, Math::multiplyExact));
    }

    /** Rows as a batch of this shape, in a new array: DL4J's layers may write into their inputs. */
    INDArray array(Matrix rows) {
        if (isRow()) {
            return rows.array().dup('f');
        }
        return rows.array().dup('c').reshape('c', ofBatch(rows.rows()));
    }

    /** A batch of this shape as rows: a view where its order permits, otherwise a copy. */
    Matrix matrix(INDArray batch) {
        return Matrix.ofAny(isRow() ? batch : batch.dup('c').reshape('c', batch.size(0), columns()));
    }

    /** The shape of a batch of examples. */
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
