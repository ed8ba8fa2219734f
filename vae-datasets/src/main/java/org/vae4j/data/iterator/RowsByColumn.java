package org.vae4j.data.iterator;

/** Writes rows of floats column by column. The rows belong to the caller, who fills them before each call. */
final class RowsByColumn {

    /** Columns written together, so that the numbers of the rows that they come from stay in the first-level cache. */
    private static final int TILE = 16;

    private final float[] rows;
    private final int width;

    RowsByColumn(float[] rows, int width) {
        this.rows = rows;
        this.width = width;
    }

    /** Writes the first {@code n} rows: value j of row i goes to {@code j·n + i}. */
    void fill(int n, float[] target) {
        for (int tile = 0; tile < width; tile += TILE) {
            for (int j = tile; j < Math.min(tile + TILE, width); j++) {
                int out = j * n;
                for (int i = 0, in = j; i < n; i++, in += width) {
                    target[out + i] = rows[in];
                }
            }
        }
    }

    /** Writes the first {@code n} rows as doubles, in the same order. */
    void fill(int n, double[] target) {
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < n; i++) {
                target[j * n + i] = rows[i * width + j];
            }
        }
    }
}
