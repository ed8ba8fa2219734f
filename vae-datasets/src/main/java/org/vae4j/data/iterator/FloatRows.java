package org.vae4j.data.iterator;

import org.vae4j.data.ExampleSet;

/** Rows of numbers as the set has them. */
final class FloatRows implements BatchRows {

    /** Columns handled together, so that the rows' numbers they come from stay in the first-level cache. */
    private static final int TILE = 16;

    private final ExampleSet set;
    private final int width;
    private final float[] rows;

    FloatRows(ExampleSet set, int most) {
        this.set = set;
        this.width = set.shape().size();
        this.rows = new float[Math.multiplyExact(most, width)];
    }

    @Override
    public void take(long epoch, int example, int row) {
        set.copyTo(example, rows, row * width);
    }

    @Override
    public void fill(int n, float[] target) {
        for (int tile = 0; tile < width; tile += TILE) {
            for (int j = tile; j < Math.min(tile + TILE, width); j++) {
                int out = j * n;
                for (int i = 0, in = j; i < n; i++, in += width) {
                    target[out + i] = rows[in];
                }
            }
        }
    }

    @Override
    public void fill(int n, double[] target) {
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < n; i++) {
                target[j * n + i] = rows[i * width + j];
            }
        }
    }
}
