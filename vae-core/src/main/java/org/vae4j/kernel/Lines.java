package org.vae4j.kernel;

/** The direction of lines in a matrix; kernels of lines have one value, such as a mean or a factor, per line. */
public enum Lines {
    /** One value per row, that is per example. */
    ROWS,
    /** One value per column, that is per feature. */
    COLUMNS;

    /**
     * Returns the number of lines.
     *
     * @param matrix the matrix
     * @return its number of rows or of columns
     */
    public int count(Matrix matrix) {
        return this == ROWS ? matrix.rows() : matrix.columns();
    }
}
