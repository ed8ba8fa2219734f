package org.vae4j.kernel;

/**
 * Products of matrices, C = op(A) · op(B), where op(X) is X or Xᵀ. The forms without {@link Accumulate} overwrite C;
 * the others can add the product to it. C must share no memory with A or B.
 */
public interface ProductKernels {

    /**
     * C = op(A) · op(B), or C += op(A) · op(B), on ranges of rows. Implementations provide this one product; the others
     * call it.
     *
     * @param a left factor
     * @param transposeA whether op(A) is Aᵀ
     * @param b right factor
     * @param transposeB whether op(B) is Bᵀ
     * @param accumulate whether the product is added to C
     * @param c result; shares no memory with A or B
     */
    void gemm(Rows a, boolean transposeA, Rows b, boolean transposeB, boolean accumulate, Rows c);

    /**
     * C = A · B, or C += A · B, on ranges of rows.
     *
     * @param a left factor
     * @param b right factor
     * @param c result
     * @param accumulate whether the product is added to C
     */
    default void times(Rows a, Rows b, Rows c, Accumulate accumulate) {
        gemm(a, false, b, false, accumulate == Accumulate.YES, c);
    }

    /**
     * C = Aᵀ · B, or C += Aᵀ · B, on ranges of rows.
     *
     * @param a left factor
     * @param b right factor
     * @param c result
     * @param accumulate whether the product is added to C
     */
    default void transposedTimes(Rows a, Rows b, Rows c, Accumulate accumulate) {
        gemm(a, true, b, false, accumulate == Accumulate.YES, c);
    }

    /**
     * C = A · Bᵀ, or C += A · Bᵀ, on ranges of rows.
     *
     * @param a left factor
     * @param b right factor
     * @param c result
     * @param accumulate whether the product is added to C
     */
    default void timesTransposed(Rows a, Rows b, Rows c, Accumulate accumulate) {
        gemm(a, false, b, true, accumulate == Accumulate.YES, c);
    }

    /**
     * C = A · B: the output of a dense layer before bias and nonlinearity.
     *
     * @param a left factor
     * @param b right factor
     * @param c result: overwritten
     */
    default void times(Matrix a, Matrix b, Matrix c) {
        times(a.allRows(), b.allRows(), c.allRows(), Accumulate.NO);
    }

    /**
     * C = Aᵀ · B: the gradient of a product A · W with respect to W.
     *
     * @param a left factor
     * @param b right factor
     * @param c result: overwritten
     */
    default void transposedTimes(Matrix a, Matrix b, Matrix c) {
        transposedTimes(a, b, c, Accumulate.NO);
    }

    /**
     * C = Aᵀ · B, or C += Aᵀ · B.
     *
     * @param a left factor
     * @param b right factor
     * @param c result
     * @param accumulate whether the product is added to C
     */
    default void transposedTimes(Matrix a, Matrix b, Matrix c, Accumulate accumulate) {
        transposedTimes(a.allRows(), b.allRows(), c.allRows(), accumulate);
    }

    /**
     * C = A · Bᵀ: the gradient of a product X · B with respect to X.
     *
     * @param a left factor
     * @param b right factor
     * @param c result: overwritten
     */
    default void timesTransposed(Matrix a, Matrix b, Matrix c) {
        timesTransposed(a, b, c, Accumulate.NO);
    }

    /**
     * C = A · Bᵀ, or C += A · Bᵀ.
     *
     * @param a left factor
     * @param b right factor
     * @param c result
     * @param accumulate whether the product is added to C
     */
    default void timesTransposed(Matrix a, Matrix b, Matrix c, Accumulate accumulate) {
        timesTransposed(a.allRows(), b.allRows(), c.allRows(), accumulate);
    }
}
