package org.vae4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A range of rows of a matrix, as a factor or result of a product. Unlike a range of columns it is not contiguous.
 *
 * @param matrix the whole matrix
 * @param first the first row, ≥ 0
 * @param count number of rows, ≥ 1
 */
public record Rows(Matrix matrix, int first, int count) {

    public Rows {
        if (first < 0 || count < 1 || count > matrix.rows() - first) {
            throw new IllegalArgumentException("found " + count + " rows from row " + first + " on of a matrix of "
                    + matrix.rows() + " rows, expected at least one row within the matrix");
        }
    }

    /** {@return whether these are all rows of the matrix} */
    public boolean isAll() {
        return count == matrix.rows();
    }

    /** {@return a view, whose columns are contiguous one by one} */
    public INDArray array() {
        return isAll()
                ? matrix.array()
                : matrix.view(first, new long[] {count, matrix.columns()}, new long[] {1, matrix.rows()});
    }

    /**
     * Checks that C can be op(A) · op(B).
     *
     * @param a A
     * @param transposeA whether op(A) is Aᵀ
     * @param b B
     * @param transposeB whether op(B) is Bᵀ
     * @param c C
     * @throws IllegalArgumentException when the sizes do not agree
     */
    public static void requireProduct(Rows a, boolean transposeA, Rows b, boolean transposeB, Rows c) {
        int rows = transposeA ? a.matrix.columns() : a.count;
        int inner = transposeA ? a.count : a.matrix.columns();
        int columns = transposeB ? b.count : b.matrix.columns();
        if (inner != (transposeB ? b.matrix.columns() : b.count) || rows != c.count || columns != c.matrix.columns()) {
            throw new IllegalArgumentException("found factors " + a.shape(transposeA) + " and " + b.shape(transposeB)
                    + " for a product " + c.shape(false) + ": inner and outer sizes must agree");
        }
    }

    private String shape(boolean transposed) {
        return "[" + (transposed ? matrix.columns() : count) + ", " + (transposed ? count : matrix.columns()) + "]";
    }
}
