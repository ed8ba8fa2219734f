package org.vae4j.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/**
 * C = op(A) · op(B) or C += op(A) · op(B) by BLAS, called directly: in one call, or in pieces where that is faster.
 *
 * <p>OpenBLAS copies both factors into an order of its own before it multiplies them, which large matrices repay. With
 * a few hundred rows they do not: the copies take 10 to 50 % of the time. Its AVX-512 kernels have a second set that
 * reads the factors where they lie, but uses it for m·n·k up to a million only, so here such products are computed as
 * several of that size. With Aᵀ those kernels are no faster, and other processors' kernels have no such set
 * (docs/performance.md).
 */
final class Gemm {

    /** Up to this m·n·k OpenBLAS does not copy. */
    private static final long UNCOPIED = 1_000_000;

    /** Its kernel keeps 64 rows of 6 columns of C in registers. */
    private static final int ROWS = 64;

    private static final int COLUMNS = 6;

    /** Long enough to be worth reading and writing C for, short enough for a piece to be several kernels wide. */
    private static final int INNER = 400;

    /** With more rows the copies cost no more than reading B again for every 64. */
    private static final int MOST_ROWS = 1024;

    /** B is read again and again: it must stay in the caches, 2 MB. */
    private static final int MOST_OF_B = 1 << 19;

    /** A right factor that stays in the first-level cache, 4 KB: the rows of A are read once, however many. */
    private static final int THIN = 1 << 10;

    /** Looked up at the first product, when ND4J is loaded. */
    private static final boolean READS_IN_PLACE =
            OpenBlas.coreName().filter("SkylakeX"::equals).isPresent();

    private final boolean transposeA;
    private final boolean transposeB;
    private final int m;
    private final int n;
    private final int k;
    private final int strideA;
    private final int strideB;
    private final int strideC;
    /** Pointers of this product's own, moved from piece to piece. */
    private final FloatPointer a;

    private final FloatPointer b;
    private final FloatPointer c;

    Gemm(Rows a, boolean transposeA, Rows b, boolean transposeB, Rows c) {
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        this.m = c.count();
        this.n = c.matrix().columns();
        this.k = transposeA ? a.count() : a.matrix().columns();
        this.strideA = a.matrix().rows();
        this.strideB = b.matrix().rows();
        this.strideC = c.matrix().rows();
        this.a = pointer(a);
        this.b = pointer(b);
        this.c = pointer(c);
    }

    private static FloatPointer pointer(Rows rows) {
        return new FloatPointer(rows.matrix().pointer(rows.first()));
    }

    void multiply(boolean accumulate) {
        if (isFasterInPieces()) {
            inPieces(accumulate);
        } else {
            whole(accumulate);
        }
    }

    /** Several threads share a whole product, but not a piece. */
    private boolean isFasterInPieces() {
        return READS_IN_PLACE
                && !transposeA
                && (long) m * n * k > UNCOPIED
                && (isTallAndThin() || m <= MOST_ROWS && (long) n * k <= MOST_OF_B)
                && blas_get_num_threads() == 1;
    }

    /** As a convolution of few channels is. */
    private boolean isTallAndThin() {
        return m > MOST_ROWS && k <= INNER && (long) n * k <= THIN;
    }

    void whole(boolean accumulate) {
        multiply(m, n, k, accumulate);
    }

    void inPieces(boolean accumulate) {
        int rows = isTallAndThin() ? (int) (UNCOPIED / (n * k) / ROWS * ROWS) : Math.min(m, ROWS);
        int inner = ceilDiv(k, ceilDiv(k, INNER));
        int columns = isTallAndThin() ? n : columns(rows, inner);
        for (int row = 0; row < m; row += rows) {
            for (int l = 0; l < k; l += inner) {
                for (int column = 0; column < n; column += columns) {
                    a.position(offset(transposeA, row, l, strideA));
                    b.position(offset(transposeB, l, column, strideB));
                    c.position(offset(false, row, column, strideC));
                    multiply(
                            Math.min(rows, m - row),
                            Math.min(columns, n - column),
                            Math.min(inner, k - l),
                            accumulate || l > 0);
                }
            }
        }
    }

    /** As few pieces as OpenBLAS reads in place, all of about one width: a narrow last one reads A for little. */
    private int columns(int rows, int inner) {
        int most = (int) Math.min(n, UNCOPIED / (rows * inner) / COLUMNS * COLUMNS);
        int even = ceilDiv(n, ceilDiv(n, most));
        return Math.min(most, ceilDiv(even, COLUMNS) * COLUMNS);
    }

    private static int ceilDiv(int x, int y) {
        return (x + y - 1) / y;
    }

    /** Where element (i, j) of op(M) lies in M. */
    private static long offset(boolean transposed, int i, int j, int stride) {
        return transposed ? j + (long) i * stride : i + (long) j * stride;
    }

    private void multiply(int rows, int columns, int inner, boolean accumulate) {
        cblas_sgemm(
                CblasColMajor,
                transposeA ? CblasTrans : CblasNoTrans,
                transposeB ? CblasTrans : CblasNoTrans,
                rows,
                columns,
                inner,
                1f,
                a,
                strideA,
                b,
                strideB,
                accumulate ? 1f : 0f,
                c,
                strideC);
    }
}
