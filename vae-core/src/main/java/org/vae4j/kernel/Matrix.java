package org.vae4j.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A handle on a matrix in column-major order: element (i, j) is the (i + j · rows)-th value in memory, counted from 0.
 *
 * <p>BLAS expects this order, and a range of columns in it is again such a matrix. A {@code [batch, features]} array is
 * therefore split by features without a copy. The handle caches the address of the memory, because asking an
 * {@link INDArray} for it takes longer than a small operation.
 *
 * <p>All handles on one array see each other's writes; only {@link #ofAny} may copy. Threads may share a handle; writes
 * to the values are theirs to order.
 */
public final class Matrix {

    private final int rows;
    private final int columns;
    private final DataType type;
    /** The matrix that this is a range of columns of; null where the handle covers a whole array. */
    private final Matrix parent;
    /** Index of this matrix's first value in the parent. */
    private final long first;

    private View view;
    private Address address;
    private Window window;
    private Reshaped reshaped;

    /**
     * The address of the first value, created on first use and without a lock. Two threads may both create it, and one
     * result is kept. The field of a record is final, so a thread that sees the record also sees a complete pointer.
     */
    private record Address(FloatPointer pointer) {}

    /** The values as a buffer; created as {@link Address} is. */
    private record Window(FloatBuffer buffer) {}

    /** The values as an array; created as {@link Address} is, because ND4J needs microseconds to make a view. */
    private record View(INDArray array) {}

    /** The latest result of {@link #reshaped}; created as {@link Address} is. */
    private record Reshaped(Matrix matrix) {}

    private Matrix(INDArray array, int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.type = array.dataType();
        this.parent = null;
        this.first = 0;
        this.view = new View(array);
    }

    private Matrix(Matrix parent, long first, int columns) {
        this.rows = parent.rows;
        this.columns = columns;
        this.type = parent.type;
        this.parent = parent;
        this.first = first;
    }

    /**
     * Returns a handle on an array that is in column-major order.
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
     * Returns a handle for reading: on the array itself, or on a copy where the array has another order. Values written
     * to a copy do not reach the array.
     *
     * @param array shape {@code [rows, columns]}
     * @return a handle on the array or on its copy
     */
    public static Matrix ofAny(INDArray array) {
        return array.rank() != 2 || isColumnContiguous(array) ? of(array) : of(array.dup('f'));
    }

    /**
     * Returns a handle on a vector, as a matrix of one row.
     *
     * @param vector shape {@code [n]}, {@code [1, n]} or {@code [n, 1]}, contiguous
     * @return a handle on the same memory, shape {@code [1, n]}
     * @throws IllegalArgumentException when the array is no vector, or its values do not follow each other in memory
     */
    public static Matrix row(INDArray vector) {
        if (!isContiguousVector(vector)) {
            throw new IllegalArgumentException("found an array of shape " + Arrays.toString(vector.shape())
                    + " with strides " + Arrays.toString(vector.stride()) + ", expected a contiguous vector");
        }
        try (var ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return of(vector.reshape('f', 1, vector.length()));
        }
    }

    /**
     * Allocates a matrix outside every workspace. Its values are undefined.
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

    private static boolean isContiguousVector(INDArray a) {
        long n = a.length();
        return n == 1 || IntStream.range(0, a.rank()).anyMatch(d -> a.size(d) == n && a.stride(d) == 1);
    }

    static boolean isColumnContiguous(INDArray a) {
        long rows = a.size(0);
        long columns = a.size(1);
        return (rows == 1 || a.stride(0) == 1) && (columns == 1 || a.stride(1) == rows);
    }

    /**
     * Returns the columns from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param from the first column
     * @param to the column after the last
     * @return a handle on the same memory
     * @throws IllegalArgumentException when the range is empty or leaves the matrix
     */
    public Matrix columns(int from, int to) {
        if (from == 0 && to == columns) {
            return this;
        }
        if (from < 0 || from >= to || to > columns) {
            throw new IllegalArgumentException("found columns " + from + " to " + to + " (exclusive) of a matrix of "
                    + columns + " columns, expected a range within it of at least one column");
        }
        return parent == null
                ? new Matrix(this, (long) from * rows, to - from)
                : new Matrix(parent, first + (long) from * rows, to - from);
    }

    /**
     * Returns a handle on the same values in columns of another length.
     *
     * @param newRows number of rows, ≥ 1
     * @param newColumns number of columns, so that newRows · newColumns = {@link #length}
     * @return a handle on the same memory; the handle of the latest shape is kept for the next call
     * @throws IllegalArgumentException when the shape has another number of values
     */
    public Matrix reshaped(int newRows, int newColumns) {
        if (newRows < 1 || newColumns < 1 || Math.multiplyExact(newRows, newColumns) != length()) {
            throw new IllegalArgumentException("found a matrix [" + rows + ", " + columns + "], expected one of "
                    + newRows + " · " + newColumns + " values");
        }
        if (newRows == rows) {
            return this;
        }
        Reshaped known = reshaped;
        if (known == null || known.matrix.rows != newRows) {
            try (var ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                known = new Reshaped(of(array().reshape('f', newRows, newColumns)));
            }
            reshaped = known;
        }
        return known.matrix;
    }

    /**
     * Returns a range of rows, as products take them.
     *
     * @param first the first row
     * @param count the number of rows
     * @return the rows
     */
    public Rows rows(int first, int count) {
        return new Rows(this, first, count);
    }

    /** {@return all rows, as products take them} */
    public Rows allRows() {
        return new Rows(this, 0, rows);
    }

    /** {@return the values as an array on the same memory} */
    public INDArray array() {
        View known = view;
        if (known == null) {
            known = new View(parent.view(first, new long[] {rows, columns}, new long[] {1, rows}));
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
     * Returns an array with arbitrary strides on the same memory, for kernels. {@link INDArray#get} cannot be used in
     * its place: it misplaces the end of an interval that has a stride.
     *
     * @param offset index of the array's first value, in memory order
     * @param shape sizes of the array
     * @param strides distance in values from one element to the next, per dimension
     * @return the array
     */
    public INDArray view(long offset, long[] shape, long[] strides) {
        try (var ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.create(array().data(), shape, strides, array().offset() + offset, 'f');
        }
    }

    /**
     * Copies consecutive values to the start of a heap array, for float kernels on the CPU.
     *
     * @param offset index of the first value, in memory order
     * @param target receives the values
     * @param count number of values
     */
    public void get(int offset, float[] target, int count) {
        get(offset, target, 0, count);
    }

    /**
     * Copies consecutive values to a heap array, for float kernels on the CPU.
     *
     * @param offset index of the first value, in memory order
     * @param target receives the values
     * @param targetOffset index of the first value in the target
     * @param count number of values
     */
    public void get(int offset, float[] target, int targetOffset, int count) {
        buffer().get(offset, target, targetOffset, count);
    }

    /**
     * Copies the start of a heap array to consecutive values of this matrix, for float kernels on the CPU.
     *
     * @param offset index of the first value to write, in memory order
     * @param source holds the values
     * @param count number of values
     */
    public void put(int offset, float[] source, int count) {
        put(offset, source, 0, count);
    }

    /**
     * Copies values of a heap array to consecutive values of this matrix, for float kernels on the CPU.
     *
     * @param offset index of the first value to write, in memory order
     * @param source holds the values
     * @param sourceOffset index of the first value in the source
     * @param count number of values
     */
    public void put(int offset, float[] source, int sourceOffset, int count) {
        buffer().put(offset, source, sourceOffset, count);
    }

    /** The address of the first value. */
    private FloatPointer pointer() {
        Address known = address;
        if (known == null) {
            if (type != DataType.FLOAT) {
                throw new IllegalStateException("found a matrix of " + type + ", expected FLOAT for a CPU kernel");
            }
            known = new Address(
                    parent == null
                            ? (FloatPointer) view.array.data().addressPointer()
                            : parent.pointer().getPointer(first));
            address = known;
        }
        return known.pointer;
    }

    /**
     * Returns the address of a row's value in the first column, for float products on the CPU.
     *
     * @param row the row
     * @return the address; it may be shared, so the caller copies the pointer before changing its position
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
