package org.vae4j.kernel.cpu;

import static org.vae4j.kernel.cpu.Tile.forEachTile;

import java.util.Arrays;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Rows;

/**
 * The {@link CpuKernels} on whole rows: repeating rows for several draws, weighting them and copying ranges of them.
 */
final class CpuRows {

    private CpuRows() {}

    static void repeatRows(Matrix from, Matrix to) {
        Scratch s = Scratch.get();
        forEachTile(to.rows(), to.columns(), (offset, row, rows, column, columns) -> {
            readRepeated(from, row, rows, column, columns, s.a);
            to.put(offset, s.a, rows * columns);
        });
    }

    /**
     * Reads a tile of the matrix that {@link #repeatRows} would make of x, without making it: row r of the tile's
     * matrix is row r mod x.rows() of x.
     */
    static void readRepeated(Matrix x, int row, int rows, int column, int columns, float[] target) {
        int examples = x.rows();
        if (row == 0 && rows == examples) {
            x.get(column * examples, target, rows * columns);
            return;
        }
        int first = row % examples;
        int period = Math.min(examples, rows);
        int run = Math.min(examples - first, period);
        for (int j = 0; j < columns; j++) {
            x.get((column + j) * examples + first, target, j * rows, run);
            x.get((column + j) * examples, target, j * rows + run, period - run);
            // The rows read so far are a whole period, or all that are wanted: double them until the tile is full.
            for (int done = period; done < rows; done *= 2) {
                System.arraycopy(target, j * rows, target, j * rows + done, Math.min(done, rows - done));
            }
        }
    }

    /**
     * Takes the extremes at each position of the blocks first, a loop that is vectorised, and then over the positions.
     */
    static double[] extremes(Matrix matrix) {
        Scratch s = Scratch.get();
        Arrays.fill(s.b, Float.POSITIVE_INFINITY);
        Arrays.fill(s.c, Float.NEGATIVE_INFINITY);
        for (int offset = 0; offset < matrix.length(); offset += VectorMath.BLOCK) {
            int n = Math.min(VectorMath.BLOCK, matrix.length() - offset);
            matrix.get(offset, s.a, n);
            BlockMath.widen(s.a, s.b, s.c, n);
        }
        float smallest = s.b[0];
        float largest = s.c[0];
        for (int i = 1; i < VectorMath.BLOCK; i++) {
            smallest = Math.min(smallest, s.b[i]);
            largest = Math.max(largest, s.c[i]);
        }
        return new double[] {smallest, largest};
    }

    static void sumRepeatedRows(Matrix from, Matrix to, Accumulate accumulate) {
        Scratch s = Scratch.get();
        for (int column = 0; column < to.columns(); column++) {
            for (int row = 0; row < to.rows(); row += VectorMath.BLOCK) {
                int n = Math.min(VectorMath.BLOCK, to.rows() - row);
                if (accumulate == Accumulate.YES) {
                    to.get(column * to.rows() + row, s.b, n);
                } else {
                    Arrays.fill(s.b, 0, n, 0);
                }
                for (int copy = row; copy < from.rows(); copy += to.rows()) {
                    from.get(column * from.rows() + copy, s.a, n);
                    BlockMath.add(s.b, s.a, n);
                }
                to.put(column * to.rows() + row, s.b, n);
            }
        }
    }

    static void scaleRows(Matrix gradient, double[] weights) {
        Scratch s = Scratch.get();
        float[] factors = new float[gradient.rows()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) weights[i];
        }
        forEachTile(gradient.rows(), gradient.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            gradient.get(offset, s.a, n);
            for (int j = 0; j < columns; j++) {
                BlockMath.multiply(s.a, j * rows, factors, row, rows);
            }
            gradient.put(offset, s.a, n);
        });
    }

    static void copy(Rows from, Matrix to) {
        Scratch s = Scratch.get();
        int stride = from.matrix().rows();
        forEachTile(to.rows(), to.columns(), (offset, row, rows, column, columns) -> {
            for (int j = 0; j < columns; j++) {
                from.matrix().get((column + j) * stride + from.first() + row, s.a, j * rows, rows);
            }
            to.put(offset, s.a, rows * columns);
        });
    }

    static void copy(Matrix from, Rows to) {
        Scratch s = Scratch.get();
        int stride = to.matrix().rows();
        forEachTile(from.rows(), from.columns(), (offset, row, rows, column, columns) -> {
            from.get(offset, s.a, rows * columns);
            for (int j = 0; j < columns; j++) {
                to.matrix().put((column + j) * stride + to.first() + row, s.a, j * rows, rows);
            }
        });
    }
}
