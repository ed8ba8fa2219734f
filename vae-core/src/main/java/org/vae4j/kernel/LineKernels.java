package org.vae4j.kernel;

/**
 * The passes that normalisation layers are made of: sums over the lines of a matrix (its rows or its columns), and
 * scaling and shifting of each line. Arrays with one value per line may be longer than the number of lines; the rest is
 * neither read nor written.
 */
public interface LineKernels {

    /**
     * Sums the values of each line.
     *
     * @param x any matrix
     * @param lines rows or columns
     * @param sums one value per line: overwritten
     */
    void sums(Matrix x, Lines lines, double[] sums);

    /**
     * Computes the inner product of each line of A with the same line of B.
     *
     * @param a any matrix
     * @param b of the same shape
     * @param lines rows or columns
     * @param sums one value per line: overwritten
     */
    void products(Matrix a, Matrix b, Lines lines, double[] sums);

    /**
     * Computes the mean and the variance of each line's values. The variance is the mean of the squared deviations: the
     * divisor is n, not n - 1.
     *
     * @param x any matrix
     * @param lines rows or columns
     * @param means one value per line: overwritten
     * @param variances one value per line: overwritten
     */
    void moments(Matrix x, Lines lines, double[] means, double[] variances);

    /**
     * Y = s · (X - c), with one c and one s per line.
     *
     * @param x any matrix
     * @param lines rows or columns
     * @param centres c, one value per line
     * @param scales s, one value per line
     * @param y of the same shape: overwritten; may be X
     */
    void centreAndScale(Matrix x, Lines lines, double[] centres, double[] scales, Matrix y);

    /**
     * Y = s · X + t, with one s and one t per line.
     *
     * @param x any matrix
     * @param lines rows or columns
     * @param scales s, one value per line
     * @param shifts t, one value per line
     * @param y of the same shape: overwritten; may be X
     */
    void scaleAndShift(Matrix x, Lines lines, double[] scales, double[] shifts, Matrix y);

    /**
     * Y = Y + s · X, with one s per line.
     *
     * @param x any matrix
     * @param lines rows or columns
     * @param scales s, one value per line
     * @param y of the same shape: added to
     */
    void addScaled(Matrix x, Lines lines, double[] scales, Matrix y);
}
