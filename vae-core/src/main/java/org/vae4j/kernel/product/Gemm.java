package org.vae4j.kernel.product;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Rows;

/**
 * One product of float matrices, C = op(A) · op(B) or C += op(A) · op(B), where op(X) is X or Xᵀ. C is m × n, and each
 * of its values is a sum of k products. BLAS or oneDNN is called directly, once or for several pieces of the product;
 * {@link ProductShape} decides which.
 */
public final class Gemm {

    /** The number of columns of C that OpenBLAS's copy-free kernel keeps in registers. */
    private static final int REGISTER_COLUMNS = 6;

    /** oneDNN reads all of Aᵀ before it returns to C; with a longer k than this, Aᵀ does not stay in the caches. */
    private static final int LONGEST_SUM_OF_ONE_DNN = 1024;

    /**
     * Whether OpenBLAS has kernels that multiply without copying. Looked up at the first product, when ND4J is loaded.
     */
    private static final boolean READS_IN_PLACE = OpenBlas.readsInPlace();

    private final ProductShape shape;
    private final Factor a;
    private final Factor b;
    private final Factor c;

    /**
     * A matrix of a product.
     *
     * @param pointer a pointer that belongs to this product alone, because it moves from piece to piece
     * @param stride number of values from one column to the next
     * @param transposed whether the product takes the transpose
     */
    record Factor(FloatPointer pointer, int stride, boolean transposed) {

        static Factor of(Rows rows, boolean transposed) {
            Matrix matrix = rows.matrix();
            return new Factor(new FloatPointer(matrix.pointer(rows.first())), matrix.rows(), transposed);
        }

        static Factor ofResult(Rows rows) {
            boolean transposed = false;
            return of(rows, transposed);
        }

        /** Moves the pointer to element (i, j) of op(X). */
        void moveTo(int i, int j) {
            pointer.position(transposed ? j + (long) i * stride : i + (long) j * stride);
        }

        int order() {
            return transposed ? CblasTrans : CblasNoTrans;
        }
    }

    /** The sizes of one call: a {@code rows} × {@code columns} piece of C, with sums over {@code inner} products. */
    record Piece(int rows, int columns, int inner, boolean accumulate) {}

    /**
     * Prepares a product.
     *
     * @param a A
     * @param transposeA whether op(A) is Aᵀ
     * @param b B
     * @param transposeB whether op(B) is Bᵀ
     * @param c C; the caller has checked that the sizes fit
     */
    public Gemm(Rows a, boolean transposeA, Rows b, boolean transposeB, Rows c) {
        int k = transposeA ? a.count() : a.matrix().columns();
        this.shape = new ProductShape(c.count(), c.matrix().columns(), k, transposeA);
        this.a = Factor.of(a, transposeA);
        this.b = Factor.of(b, transposeB);
        this.c = Factor.ofResult(c);
    }

    /**
     * Computes the product, in the way that is fastest for its shape.
     *
     * @param accumulate whether the product is added to C
     */
    public void multiply(boolean accumulate) {
        // BLAS divides a whole product between its threads; a piece is too small for that, and oneDNN uses one thread.
        if (blas_get_num_threads() != 1) {
            whole(accumulate);
            return;
        }
        switch (shape.way(ProductLibrary.inUse(), READS_IN_PLACE)) {
            case BLAS -> whole(accumulate);
            case BLAS_IN_PIECES -> inPieces(accumulate);
            case ONE_DNN -> byOneDnn(accumulate);
        }
    }

    /** Multiplies in one call of BLAS. */
    void whole(boolean accumulate) {
        byBlas(new Piece(shape.m(), shape.n(), shape.k(), accumulate));
    }

    /** Multiplies in several calls of BLAS, each small enough for its copy-free kernels. */
    void inPieces(boolean accumulate) {
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        boolean thin = shape.isTallAndThin();
        int rows = thin ? ProductShape.UNCOPIED / (n * k) / ProductShape.ROWS * ProductShape.ROWS : rowsOfPiece();
        int inner = evenly(k, ProductShape.INNER);
        int columns = thin ? n : columns(rows, inner);
        for (int row = 0; row < m; row += rows) {
            for (int l = 0; l < k; l += inner) {
                for (int column = 0; column < n; column += columns) {
                    a.moveTo(row, l);
                    b.moveTo(l, column);
                    c.moveTo(row, column);
                    byBlas(new Piece(
                            Math.min(rows, m - row),
                            Math.min(columns, n - column),
                            Math.min(inner, k - l),
                            accumulate || l > 0));
                }
            }
        }
    }

    /** Multiplies by oneDNN; with Aᵀ and a long k in several calls, each of which adds to C. */
    void byOneDnn(boolean accumulate) {
        int k = shape.k();
        int inner = shape.transposeA() ? evenly(k, LONGEST_SUM_OF_ONE_DNN) : k;
        for (int l = 0; l < k; l += inner) {
            a.moveTo(0, l);
            b.moveTo(l, 0);
            OneDnn.multiply(a, b, c, new Piece(shape.m(), shape.n(), Math.min(inner, k - l), accumulate || l > 0));
        }
    }

    private int rowsOfPiece() {
        return Math.min(shape.m(), ProductShape.ROWS);
    }

    /**
     * The width of a piece: as few pieces as OpenBLAS multiplies without copying, all of nearly equal width, because a
     * narrow last piece would read all of A for few columns.
     */
    private int columns(int rows, int inner) {
        int most = Math.min(shape.n(), ProductShape.UNCOPIED / (rows * inner) / REGISTER_COLUMNS * REGISTER_COLUMNS);
        int even = evenly(shape.n(), most);
        return Math.min(most, ceilDiv(even, REGISTER_COLUMNS) * REGISTER_COLUMNS);
    }

    /** The length of equal pieces of {@code total}, when there are as few as possible and none exceeds {@code most}. */
    private static int evenly(int total, int most) {
        return ceilDiv(total, ceilDiv(total, most));
    }

    private static int ceilDiv(int x, int y) {
        return (x + y - 1) / y;
    }

    private void byBlas(Piece piece) {
        cblas_sgemm(
                CblasColMajor,
                a.order(),
                b.order(),
                piece.rows,
                piece.columns,
                piece.inner,
                1f,
                a.pointer,
                a.stride,
                b.pointer,
                b.stride,
                piece.accumulate ? 1f : 0f,
                c.pointer,
                c.stride);
    }
}
