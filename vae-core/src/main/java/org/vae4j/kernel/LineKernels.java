package org.vae4j.kernel;

/**
 * What normalisations compute: sums over the lines of a matrix, and factors and terms for each of its lines. The values
 * of the lines are an array that is at least as long as there are lines.
 */
public interface LineKernels {

    /**
     * The sum of each line's values.
     *
     * @param x any matrix
     * @param lines rows or columns
     * @param sums one value per line: overwritten
     */
    void sums(Matrix x, Lines lines, double[] sums);

    /**
     * The inner product of each line of A with that of B.
     *
     * @param a any matrix
     * @param b of the same shape
     * @param lines rows or columns
     * @param sums one value per line: overwritten
     */
    void products(Matrix a, Matrix b, Lines lines, double[] sums);

    /**
     * The mean of each line's values and the mean of the squared distances from it.
     *
     * @param x any matrix
     * @param lines rows or columns
     * @param means one value per line: overwritten
     * @param variances one value per line, divided by the number of values and not by one less: overwritten
     */
    void moments(Matrix x, Lines lines, double[] means, double[] variances);

    /**
     * Y = s · (X - c), with c and s of each line.
     *
     * @param x any matrix
     * @param lines rows or columns
     * @param centres c, one value per line
     * @param scales s, one value per line
     * @param y of the same shape: overwritten; may be X
     */
    void centreAndScale(Matrix x, Lines lines, double[] centres, double[] scales, Matrix y);

    /**
     * Y = s · X + t, with s and t of each line.
     *
     * @param x any matrix
     * @param lines rows or columns
     * @param scales s, one value per line
     * @param shifts t, one value per line
     * @param y of the same shape: overwritten; may be X
     */
    void scaleAndShift(Matrix x, Lines lines, double[] scales, double[] shifts, Matrix y);

    /**
     * Y = Y + s · X, with s of each line.
     *
     * @param x any matrix
     * @param lines rows or columns
     * @param scales s, one value per line
     * @param y of the same shape: added to
     */
    void addScaled(Matrix x, Lines lines, double[] scales, Matrix y);
}
