package org.vae4j.kernel.product;

/**
 * The sizes of a product op(A) · op(B), and how it is multiplied fastest.
 *
 * <p>OpenBLAS copies both factors into an order of its own before it multiplies them. For large matrices the copies pay
 * off; with a few hundred rows they take 10 to 50 % of the time. OpenBLAS also has AVX-512 kernels that read the
 * factors where they lie, but it uses them only for m·n·k up to a million. Larger products of few rows are therefore
 * computed as several products of that size. These kernels are no faster with Aᵀ, and other processors have none.
 *
 * <p>oneDNN copies less. It is faster for large products of more than 64 rows, unless the result is tiny. All limits
 * were measured within training steps (docs/performance.md), where the factors are less often in the caches than in a
 * loop over one product. The choice depends on the shape alone, so that the same product has the same bits.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k number of products that each value of the result sums
 * @param transposeA whether op(A) is Aᵀ
 */
record ProductShape(int m, int n, int k, boolean transposeA) {

    /** The largest m·n·k that OpenBLAS multiplies without copying. */
    static final int UNCOPIED = 1_000_000;

    /** Pieces read B again for every 64 rows; beyond this number of rows that costs as much as the copies. */
    private static final int MOST_ROWS = 1024;

    /** Pieces read B repeatedly, so it must stay in the second-level cache: 2 MB of floats. */
    private static final int MOST_OF_B = 1 << 19;

    /** The size of a right factor that stays in the first-level cache, 4 KB of floats, for any number of rows of A. */
    private static final int THIN = 1 << 10;

    /** The k of a piece: long enough to repay reading and writing C, short enough for a piece of several registers. */
    static final int INNER = 400;

    /** The rows of a block in OpenBLAS's copy-free kernel. */
    static final int ROWS = 64;

    /** The number of multiplications from which oneDNN is faster. */
    private static final int LARGE = 4_000_000;

    /** The size of a small result, such as the gradient of the kernels of a first convolution. */
    private static final int TINY = 1 << 10;

    /** The library that multiplies, and whether in one call. */
    enum Way {
        /** BLAS, in one call. */
        BLAS,
        /** OpenBLAS, in pieces that it multiplies without copying. */
        BLAS_IN_PIECES,
        /** oneDNN. */
        ONE_DNN
    }

    /**
     * Chooses the fastest way on one thread.
     *
     * @param library the library in use; with oneDNN, BLAS may still be chosen
     * @param readsInPlace whether BLAS has kernels that read small factors where they lie
     * @return the way, which depends on nothing but the shape and the arguments
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

    /** Whether A has many rows and B fits the first-level cache, as in a convolution of few channels. */
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
