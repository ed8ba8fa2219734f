package org.vae4j.data.iterator;

/** The examples of one batch, one after the other, and how they become columns. */
interface BatchRows {

    /** Copies one example of the set into a row. */
    void take(long epoch, int example, int row);

    /** Writes the first {@code n} rows column by column: value j of row i is at {@code j·n + i}. */
    void fill(int n, float[] target);

    /** Writes the first {@code n} rows column by column: value j of row i is at {@code j·n + i}. */
    void fill(int n, double[] target);
}
