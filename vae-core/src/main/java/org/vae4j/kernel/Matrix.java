package org.vae4j.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix whose columns lie one behind the other in memory: element (i, j) is the (i + j · rows)-th value.
 *
 * <p>This is the order that GEMM wants, and in it any run of columns is itself such a matrix, so joining and cutting
 * {@code [batch, features]} arrays by features costs nothing. The handle also remembers the raw memory, which asking an
 * {@link INDArray} for again costs more than a small operation does.
 */
public final class Matrix {

    private final int rows;
    private final int columns;
    private final DataType type;
    /** What this is a run of columns of; null where it is all of an array. */
    private final Matrix whole;
    /** Where this begins in the whole, in values. */
    private final long first;

    private View view;
    private Address address;
    private Window window;
    /** What {@link #reshaped} gave last. */
    private Matrix reshaped;

    /**
     * Made on first use, by whichever thread comes first: a reader sees what a final field refers to as it was when the
     * field was set, so that no thread finds a pointer or a buffer that is half made.
     */
    private record Address(FloatPointer pointer) {}

    /** See {@link Address}. */
    private record Window(FloatBuffer buffer) {}

    /** See {@link Address}. Of a run of columns few ask for the array, which takes ND4J microseconds to make. */
    private record View(INDArray array) {}

    private Matrix(INDArray array, int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.type = array.dataType();
        this.whole = null;
        this.first = 0;
        this.view = new View(array);
    }

    private Matrix(Matrix whole, long first, int columns) {
        this.rows = whole.rows;
        this.columns = columns;
        this.type = whole.type;
        this.whole = whole;
        this.first = first;
    }

    /**
     * A handle on an array that already has the right order.
     *
     * @param array shape {@code [rows, columns]}, columns contiguous
     * @return a handle on the same memory
     * @throws IllegalArgumentException when the array has another rank or order
     */
    public static Matrix of(INDArray array) {
        if (array.rank() != 2) {
            throw new IllegalArgumentException("found an array of rank " + array.rank()
                    + ", expected a matrix [batch, features]: reshape it to two dimensions");
        }
        if (!isColumnContiguous(array)) {
            throw new IllegalArgumentException(
                    "found a matrix whose columns are not contiguous, expected order 'f': pass array.dup('f')");
        }
        return new Matrix(array, Math.toIntExact(array.size(0)), Math.toIntExact(array.size(1)));
    }

    /**
     * A handle on the array, or on a copy of it where its order is another.
     *
     * @param array shape {@code [rows, columns]}
     * @return a handle on the same values
     */
    public static Matrix ofAny(INDArray array) {
        return array.rank() != 2 || isColumnContiguous(array) ? of(array) : of(array.dup('f'));
    }

    /**
     * A handle on a vector, as a matrix of one row.
     *
     * @param vector shape {@code [n]}, {@code [1, n]} or {@code [n, 1]}, contiguous
     * @return a handle on the same memory, shape {@code [1, n]}
     */
    public static Matrix row(INDArray vector) {
        try (var ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return of(vector.reshape('f', 1, vector.length()));
        }
    }

    /**
     * A new matrix outside every workspace, with undefined values.
     *
     * @param type FLOAT or DOUBLE
     * @param rows number of rows, ≥ 1
     * @param columns number of columns, ≥ 1
     * @return the matrix
     */
    public static Matrix allocate(DataType type, int rows, int columns) {
        try (var ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return of(Nd4j.createUninitialized(type, new long[] {rows, columns}, 'f'));
        }
    }

    static boolean isColumnContiguous(INDArray a) {
        long rows = a.size(0);
        long columns = a.size(1);
        return (rows == 1 || a.stride(0) == 1) && (columns == 1 || a.stride(1) == rows);
    }

    /**
     * The columns {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param from first column
     * @param to column behind the last
     * @return a handle on the same memory
     */
    public Matrix columns(int from, int to) {
        if (from == 0 && to == columns) {
            return this;
        }
        if (from < 0 || from >= to || to > columns) {
            throw new IllegalArgumentException(
                    "found columns " + from + " to " + to + " of a matrix of " + columns + " columns");
        }
        return whole == null
                ? new Matrix(this, (long) from * rows, to - from)
                : new Matrix(whole, first + (long) from * rows, to - from);
    }

    /**
     * The same values as columns of another length.
     *
     * @param newRows number of rows, ≥ 1
     * @param newColumns number of columns; rows · columns is as before
     * @return a handle on the same memory, the same one as long as the same is asked for
     */
    public Matrix reshaped(int newRows, int newColumns) {
        if (Math.multiplyExact(newRows, newColumns) != length()) {
            throw new IllegalArgumentException("found a matrix [" + rows + ", " + columns + "], expected one of "
                    + newRows + " · " + newColumns + " values");
        }
        if (newRows == rows) {
            return this;
        }
        if (reshaped == null || reshaped.rows != newRows) {
            try (var ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                reshaped = of(array().reshape('f', newRows, newColumns));
            }
        }
        return reshaped;
    }

    /**
     * A run of rows, for products.
     *
     * @param first the first row
     * @param count how many
     * @return the rows
     */
    public Rows rows(int first, int count) {
        return new Rows(this, first, count);
    }

    /** {@return all rows, for products} */
    public Rows allRows() {
        return new Rows(this, 0, rows);
    }

    /** {@return the array this is a handle on} */
    public INDArray array() {
        View known = view;
        if (known == null) {
            known = new View(whole.view(first, new long[] {rows, columns}, new long[] {1, rows}));
            view = known;
        }
        return known.array;
    }

    /** {@return number of rows} */
    public int rows() {
        return rows;
    }

    /** {@return number of columns} */
    public int columns() {
        return columns;
    }

    /** {@return number of values} */
    public int length() {
        return Math.multiplyExact(rows, columns);
    }

    /** {@return FLOAT or DOUBLE} */
    public DataType type() {
        return type;
    }

    /**
     * An array of any strides over the same memory: for kernels. What {@link INDArray#get} takes for the end of an
     * interval with a stride lies elsewhere.
     *
     * @param offset of its first value, counted in memory order
     * @param shape of the array
     * @param strides from value to value, per dimension
     * @return the array
     */
    public INDArray view(long offset, long[] shape, long[] strides) {
        try (var ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.create(array().data(), shape, strides, array().offset() + offset, 'f');
        }
    }

    /**
     * Copies a run of values to the start of an array on the heap: for kernels of floats on the CPU.
     *
     * @param offset of the first value, counted in memory order
     * @param target receives them
     * @param count how many
     */
    public void get(int offset, float[] target, int count) {
        get(offset, target, 0, count);
    }

    /**
     * Copies a run of values to an array on the heap: for kernels of floats on the CPU.
     *
     * @param offset of the first value, counted in memory order
     * @param target receives them
     * @param targetOffset where the first goes
     * @param count how many
     */
    public void get(int offset, float[] target, int targetOffset, int count) {
        buffer().get(offset, target, targetOffset, count);
    }

    /**
     * Copies the start of an array on the heap to a run of this matrix: for kernels of floats on the CPU.
     *
     * @param offset of the first value, counted in memory order
     * @param source has the values
     * @param count how many
     */
    public void put(int offset, float[] source, int count) {
        put(offset, source, 0, count);
    }

    /**
     * Copies values of an array on the heap to a run of this matrix: for kernels of floats on the CPU.
     *
     * @param offset of the first value, counted in memory order
     * @param source has the values
     * @param sourceOffset where the first lies
     * @param count how many
     */
    public void put(int offset, float[] source, int sourceOffset, int count) {
        buffer().put(offset, source, sourceOffset, count);
    }

    /** The address of the first value. */
    private FloatPointer pointer() {
        Address known = address;
        if (known == null) {
            known = new Address(
                    whole == null
                            ? (FloatPointer) view.array.data().addressPointer()
                            : whole.pointer().getPointer(first));
            address = known;
        }
        return known.pointer;
    }

    /**
     * The address of a row's value in the first column: for products of floats on the CPU.
     *
     * @param row the row
     * @return the address, which others may share: not to be moved
     */
    public FloatPointer pointer(int row) {
        return row == 0 ? pointer() : pointer().getPointer(row);
    }

    private FloatBuffer buffer() {
        Window known = window;
        if (known == null) {
            // A pointer of its own: setting a capacity on the shared one would change it for ND4J too.
            known = new Window(new FloatPointer(pointer()).capacity(length()).asBuffer());
            window = known;
        }
        return known.buffer;
    }
}
