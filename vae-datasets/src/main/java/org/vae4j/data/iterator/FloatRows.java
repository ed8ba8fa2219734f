package org.vae4j.data.iterator;

import org.vae4j.data.ExampleSet;

/** Rows of numbers that are used as the set has them. */
final class FloatRows implements BatchRows {

    private final ExampleSet set;
    private final int width;
    private final float[] rows;
    private final RowsByColumn columns;

    FloatRows(ExampleSet set, int mostExamples) {
        this.set = set;
        this.width = set.shape().size();
        this.rows = new float[Math.multiplyExact(mostExamples, width)];
        this.columns = new RowsByColumn(rows, width);
    }

    @Override
    public void take(long epoch, int example, int row) {
        set.copyTo(example, rows, row * width);
    }

    @Override
    public void fill(int n, float[] target) {
        columns.fill(n, target);
    }

    @Override
    public void fill(int n, double[] target) {
        columns.fill(n, target);
    }
}
