package org.vae4j.kernel;

/** The lines of a matrix to each of which one value belongs: a mean, a factor, a sum. */
public enum Lines {
    /** One value per row, that is per example. */
    ROWS,
    /** One value per column, that is per feature. */
    COLUMNS;

    /**
     * How many there are.
     *
     * @param matrix the matrix
     * @return its number of rows or of columns
     */
    public int count(Matrix matrix) {
        return this == ROWS ? matrix.rows() : matrix.columns();
    }
}
