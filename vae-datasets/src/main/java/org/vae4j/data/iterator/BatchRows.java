package org.vae4j.data.iterator;

/** Collects the examples of one batch as rows and writes them out as columns. */
interface BatchRows {

    /** Copies one example of the set, as it is to be used in an epoch, into a row. */
    void take(long epoch, int example, int row);

    /** Draws the partner of an example, anew in each epoch, into a row. */
    default void takePartner(Partners partners, long epoch, int example, int row) {
        throw new IllegalStateException("found rows without partners, expected those of 8-bit images as they are");
    }

    /** Writes the first {@code n} rows column by column: value j of row i is at {@code j·n + i}. */
    void fill(int n, float[] target);

    /** Writes the first {@code n} rows column by column: value j of row i is at {@code j·n + i}. */
    void fill(int n, double[] target);
}
