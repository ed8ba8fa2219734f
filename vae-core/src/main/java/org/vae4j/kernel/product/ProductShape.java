package org.vae4j.kernel.product;

/**
 * The sizes of a product op(A) · op(B), and how it is multiplied fastest.
 *
 * <p>OpenBLAS copies both factors into an order of its own before it multiplies them, which large matrices repay. With
 * a few hundred rows they do not: the copies take 10 to 50 % of the time. Its AVX-512 kernels have a second set that
 * reads the factors where they lie, but uses it for m·n·k up to a million only, so such products are computed as
 * several of that size. With Aᵀ those kernels are no faster, and other processors' kernels have no such set.
 *
 * <p>oneDNN copies less. It is faster for large products of batches beyond 64 rows, unless the result is tiny. All
 * borders were measured within training steps (docs/performance.md), where factors come from farther away than in a
 * loop of one product. The way depends on the shape alone, so that the same product has the same bits.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k values that each sum is over
 * @param transposeA whether op(A) is Aᵀ
 */
record ProductShape(int m, int n, int k, boolean transposeA) {

    /** Up to this m·n·k OpenBLAS does not copy. */
    static final int UNCOPIED = 1_000_000;

    /** With more rows the copies cost no more than reading B again for every 64. */
    private static final int MOST_ROWS = 1024;

    /** B is read again and again: it must stay in the caches, 2 MB. */
    private static final int MOST_OF_B = 1 << 19;

    /** A right factor that stays in the first-level cache, 4 KB: the rows of A are read once, however many. */
    private static final int THIN = 1 << 10;

    /** Long enough to be worth reading and writing C for, short enough for a piece to be several kernels wide. */
    static final int INNER = 400;

    /** Rows that one call of OpenBLAS's kernel in place takes at once; oneDNN's takes 48. */
    static final int ROWS = 64;

    /** Multiplications from which on oneDNN is the faster one. */
    private static final int LARGE = 4_000_000;

    /** A result of so few values, such as the gradient of a first convolution's kernels. */
    private static final int TINY = 1 << 10;

    /** Who multiplies, and whether all at once. */
    enum Way {
        /** BLAS, in one call. */
        BLAS,
        /** OpenBLAS, in pieces that it multiplies without copying. */
        BLAS_IN_PIECES,
        /** oneDNN. */
        ONE_DNN
    }

    /**
     * The fastest way on one thread.
     *
     * @param library what may be used besides BLAS
     * @param readsInPlace whether BLAS has kernels that read small factors where they lie
     * @return a function of the shape
     */
    Way way(ProductLibrary library, boolean readsInPlace) {
        if (library == ProductLibrary.ONEDNN && !isBetterByBlas(readsInPlace)) {
            return Way.ONE_DNN;
        }
        return readsInPlace && isFasterInPieces(library) ? Way.BLAS_IN_PIECES : Way.BLAS;
    }

    private boolean isBetterByBlas(boolean readsInPlace) {
        int rows = transposeA ? k : m;
        boolean small = rows <= ROWS || multiplications() < LARGE;
        return readsInPlace && (small || (transposeA ? isTiny() : isTallAndThin()));
    }

    private boolean isFasterInPieces(ProductLibrary library) {
        if (multiplications() <= UNCOPIED) {
            return false;
        }
        return transposeA
                ? library == ProductLibrary.ONEDNN && isTiny()
                : isTallAndThin() || m <= MOST_ROWS && (long) n * k <= MOST_OF_B;
    }

    /** As a convolution of few channels is. */
    boolean isTallAndThin() {
        return m > MOST_ROWS && k <= INNER && (long) n * k <= THIN;
    }

    private boolean isTiny() {
        return (long) m * n <= TINY;
    }

    private long multiplications() {
        return (long) m * n * k;
    }
}
