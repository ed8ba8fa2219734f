package org.vae4j.latent;

import java.util.Arrays;

/**
 * A matrix of plain doubles beside the gradient with respect to it. Both are stored column by column: row r of column j
 * is at j · rows + r.
 *
 * <p>It is mutable and reused from step to step, because the innermost loops fill it.
 */
public final class Columns {

    private final int rows;
    private final int count;
    private final double[] values;
    private final double[] gradient;

    /**
     * Allocates a matrix of zeros and a gradient of zeros.
     *
     * @param rows number of rows, ≥ 0
     * @param count number of columns, ≥ 0
     * @throws IllegalArgumentException when a number is negative
     */
    public Columns(int rows, int count) {
        if (rows < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "found " + rows + " rows and " + count + " columns, expected numbers >= 0");
        }
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
     * The index of a value.
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
