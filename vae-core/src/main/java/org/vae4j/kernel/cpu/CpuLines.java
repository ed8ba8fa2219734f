package org.vae4j.kernel.cpu;

import static org.vae4j.kernel.cpu.Tile.forEachTile;

import java.util.Arrays;
import org.vae4j.kernel.LineKernels;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;

/**
 * The {@link LineKernels} of {@link CpuKernels}. Sums along columns are taken in floats within a block and in doubles
 * across blocks; sums along rows are taken in doubles.
 *
 * <p>Every pass visits tiles of the matrix. A tile has {@code rows} rows from {@code row} on and {@code columns}
 * columns from {@code column} on, and stands column by column in a block.
 */
final class CpuLines {

    private CpuLines() {}

    static void sums(Matrix x, Lines lines, double[] sums) {
        Scratch s = Scratch.get();
        Arrays.fill(sums, 0, lines.count(x), 0);
        forEachTile(x.rows(), x.columns(), (offset, row, rows, column, columns) -> {
            x.get(offset, s.a, rows * columns);
            addTo(sums, lines, s.a, row, rows, column, columns);
        });
    }

    static void products(Matrix a, Matrix b, Lines lines, double[] sums) {
        Scratch s = Scratch.get();
        Arrays.fill(sums, 0, lines.count(a), 0);
        forEachTile(a.rows(), a.columns(), (offset, row, rows, column, columns) -> {
            a.get(offset, s.a, rows * columns);
            b.get(offset, s.b, rows * columns);
            BlockMath.multiply(s.a, s.b, rows * columns);
            addTo(sums, lines, s.a, row, rows, column, columns);
        });
    }

    /** Adds the values of a tile to the sums of its lines. */
    private static void addTo(double[] sums, Lines lines, float[] values, int row, int rows, int column, int columns) {
        for (int j = 0; j < columns; j++) {
            if (lines == Lines.COLUMNS) {
                sums[column + j] += VectorMath.sum(values, j * rows, (j + 1) * rows);
            } else {
                for (int i = 0; i < rows; i++) {
                    sums[row + i] += values[j * rows + i];
                }
            }
        }
    }

    /**
     * Takes two passes: E[x²] - E[x]² would lose the variance of values far from zero to cancellation. A mean that is
     * rounded to a float moves a variance by less than the square of its rounding error.
     */
    static void moments(Matrix x, Lines lines, double[] means, double[] variances) {
        Scratch s = Scratch.get();
        int count = lines.count(x);
        double lineLength = x.length() / (double) count;
        sums(x, lines, means);
        divide(means, count, lineLength);
        Arrays.fill(variances, 0, count, 0);
        float[] centres = floats(means, count);
        forEachTile(x.rows(), x.columns(), (offset, row, rows, column, columns) -> {
            x.get(offset, s.a, rows * columns);
            subtract(s.a, lines, centres, row, rows, column, columns);
            BlockMath.multiply(s.a, s.a, rows * columns);
            addTo(variances, lines, s.a, row, rows, column, columns);
        });
        divide(variances, count, lineLength);
    }

    static void centreAndScale(Matrix x, Lines lines, double[] centres, double[] scales, Matrix y) {
        Scratch s = Scratch.get();
        float[] c = floats(centres, lines.count(x));
        float[] factors = floats(scales, lines.count(x));
        forEachTile(x.rows(), x.columns(), (offset, row, rows, column, columns) -> {
            x.get(offset, s.a, rows * columns);
            subtract(s.a, lines, c, row, rows, column, columns);
            multiply(s.a, lines, factors, row, rows, column, columns);
            y.put(offset, s.a, rows * columns);
        });
    }

    static void scaleAndShift(Matrix x, Lines lines, double[] scales, double[] shifts, Matrix y) {
        Scratch s = Scratch.get();
        float[] factors = floats(scales, lines.count(x));
        float[] terms = floats(shifts, lines.count(x));
        forEachTile(x.rows(), x.columns(), (offset, row, rows, column, columns) -> {
            x.get(offset, s.a, rows * columns);
            multiply(s.a, lines, factors, row, rows, column, columns);
            for (int j = 0; j < columns; j++) {
                if (lines == Lines.COLUMNS) {
                    BlockMath.addConstant(s.a, j * rows, (j + 1) * rows, terms[column + j]);
                } else {
                    BlockMath.add(s.a, j * rows, terms, row, rows);
                }
            }
            y.put(offset, s.a, rows * columns);
        });
    }

    static void addScaled(Matrix x, Lines lines, double[] scales, Matrix y) {
        Scratch s = Scratch.get();
        float[] factors = floats(scales, lines.count(x));
        forEachTile(x.rows(), x.columns(), (offset, row, rows, column, columns) -> {
            x.get(offset, s.a, rows * columns);
            multiply(s.a, lines, factors, row, rows, column, columns);
            y.get(offset, s.b, rows * columns);
            BlockMath.add(s.b, s.a, rows * columns);
            y.put(offset, s.b, rows * columns);
        });
    }

    /** Multiplies the values of a tile by the factors of their lines. */
    private static void multiply(
            float[] values, Lines lines, float[] factors, int row, int rows, int column, int columns) {
        for (int j = 0; j < columns; j++) {
            if (lines == Lines.COLUMNS) {
                BlockMath.multiplyConstant(values, j * rows, (j + 1) * rows, factors[column + j]);
            } else {
                BlockMath.multiply(values, j * rows, factors, row, rows);
            }
        }
    }

    /** Subtracts the centres of their lines from the values of a tile. */
    private static void subtract(
            float[] values, Lines lines, float[] centres, int row, int rows, int column, int columns) {
        for (int j = 0; j < columns; j++) {
            if (lines == Lines.COLUMNS) {
                BlockMath.addConstant(values, j * rows, (j + 1) * rows, -centres[column + j]);
            } else {
                BlockMath.subtract(values, j * rows, centres, row, rows);
            }
        }
    }

    private static void divide(double[] values, int count, double divisor) {
        for (int i = 0; i < count; i++) {
            values[i] /= divisor;
        }
    }

    private static float[] floats(double[] values, int count) {
        float[] result = new float[count];
        for (int i = 0; i < count; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }
}
