package org.vae4j.latent;

import java.util.Arrays;

/**
 * A matrix of plain doubles beside the gradient with respect to it. Both are stored column by column: row r of column j
 * is at j · rows + r.
 *
 * <p>Mutable and reused from step to step, because it is filled in the innermost loop.
 */
public final class Columns {

    private final int rows;
    private final int count;
    private final double[] values;
    private final double[] gradient;

    /**
     * Room for a matrix, filled with zeros.
     *
     * @param rows number of rows, ≥ 0
     * @param count number of columns, ≥ 0
     */
    public Columns(int rows, int count) {
        this.rows = rows;
        this.count = count;
        this.values = new double[Math.multiplyExact(rows, count)];
        this.gradient = new double[values.length];
    }

    /** {@return number of rows} */
    public int rows() {
        return rows;
    }

    /** {@return number of columns} */
    public int count() {
        return count;
    }

    /**
     * Where a value is.
     *
     * @param row 0 to {@code rows() - 1}
     * @param column 0 to {@code count() - 1}
     * @return index into {@link #values()} and {@link #gradient()}
     */
    public int at(int row, int column) {
        return column * rows + row;
    }

    /** {@return the matrix itself, not a copy} */
    public double[] values() {
        return values;
    }

    /** {@return d objective / d values: the array itself, not a copy} */
    public double[] gradient() {
        return gradient;
    }

    /** Sets the gradient to zero. */
    public void clearGradient() {
        Arrays.fill(gradient, 0);
    }
}
