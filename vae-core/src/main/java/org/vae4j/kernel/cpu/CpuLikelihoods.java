package org.vae4j.kernel.cpu;

import static org.vae4j.kernel.cpu.Tile.forEachTile;

import java.util.Arrays;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.StableMath;

/** The likelihoods of {@link CpuKernels}: value and gradient in one pass. */
final class CpuLikelihoods {

    /** A float holds the product of so many numbers of at most 2: one logarithm instead of theirs. */
    private static final int FACTORS = 120;

    private CpuLikelihoods() {}

    /**
     * Of an overflowed logit, l - l·x is NaN where it should be 0: found by the sums, so that the usual case pays
     * nothing.
     */
    static void bernoulli(Matrix x, Matrix logits, double[] negLogLikelihood, Matrix gradient) {
        bernoulliOfFinite(x, logits, negLogLikelihood, gradient);
        if (hasNaN(negLogLikelihood, logits.rows())) {
            bernoulliOfFinite(x, finite(logits), negLogLikelihood, gradient);
        }
    }

    /** See {@link #bernoulli}. */
    static void bernoulliValue(Matrix x, Matrix logits, double[] negLogLikelihood) {
        bernoulliValueOfFinite(x, logits, negLogLikelihood);
        if (hasNaN(negLogLikelihood, logits.rows())) {
            bernoulliValueOfFinite(x, finite(logits), negLogLikelihood);
        }
    }

    private static boolean hasNaN(double[] values, int count) {
        return Arrays.stream(values, 0, count).anyMatch(Double::isNaN);
    }

    /** Infinite logits as the largest number there is; NaN stays. */
    private static Matrix finite(Matrix logits) {
        Matrix finite = Matrix.allocate(logits.type(), logits.rows(), logits.columns());
        Scratch s = Scratch.get();
        forEachTile(logits.rows(), logits.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            logits.get(offset, s.a, n);
            for (int i = 0; i < n; i++) {
                s.a[i] = Math.max(-Float.MAX_VALUE, Math.min(s.a[i], Float.MAX_VALUE));
            }
            finite.put(offset, s.a, n);
        });
        return finite;
    }

    private static void bernoulliOfFinite(Matrix x, Matrix logits, double[] negLogLikelihood, Matrix gradient) {
        Scratch s = Scratch.get();
        Arrays.fill(negLogLikelihood, 0, logits.rows(), 0);
        forEachTile(logits.rows(), logits.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            CpuRows.readRepeated(x, row, rows, column, columns, s.a);
            logits.get(offset, s.b, n);
            s.math.bernoulli(s.a, s.b, s.c, s.d, n);
            gradient.put(offset, s.b, n);
            addRowSums(s, s.c, row, rows, columns, negLogLikelihood);
        });
    }

    private static void bernoulliValueOfFinite(Matrix x, Matrix logits, double[] negLogLikelihood) {
        Scratch s = Scratch.get();
        Arrays.fill(negLogLikelihood, 0, logits.rows(), 0);
        float[] sums = new float[logits.rows()];
        float[] products = new float[logits.rows()];
        Arrays.fill(products, 1);
        forEachTile(logits.rows(), logits.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            CpuRows.readRepeated(x, row, rows, column, columns, s.a);
            logits.get(offset, s.b, n);
            s.math.bernoulliParts(s.a, s.b, s.c, n);
            for (int j = 0; j < columns; j++) {
                BlockMath.add(sums, row, s.b, j * rows, rows);
                BlockMath.multiply(products, row, s.c, j * rows, rows);
                int done = column + j + 1;
                if (done % FACTORS == 0 || done == logits.columns()) {
                    moveToTotals(sums, products, row, rows, negLogLikelihood);
                }
            }
        });
    }

    /** Adds a run of sums and of logarithms of products to the totals, and begins new ones. */
    private static void moveToTotals(float[] sums, float[] products, int from, int n, double[] totals) {
        for (int i = from; i < from + n; i++) {
            totals[i] += sums[i] + Math.log(products[i]);
        }
        Arrays.fill(sums, from, from + n, 0);
        Arrays.fill(products, from, from + n, 1);
    }

    static void gaussian(Matrix x, Matrix mean, double logVariance, double[] negLogLikelihood, Matrix gradient) {
        Scratch s = Scratch.get();
        Arrays.fill(negLogLikelihood, 0, mean.rows(), mean.columns() * (logVariance + StableMath.LOG_TWO_PI) / 2);
        float precision = (float) Math.exp(-logVariance);
        forEachTile(mean.rows(), mean.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            CpuRows.readRepeated(x, row, rows, column, columns, s.a);
            mean.get(offset, s.b, n);
            for (int i = 0; i < n; i++) {
                float difference = s.b[i] - s.a[i];
                s.b[i] = difference * precision;
                s.c[i] = 0.5f * difference * s.b[i];
            }
            gradient.put(offset, s.b, n);
            addRowSums(s, s.c, row, rows, columns, negLogLikelihood);
        });
    }

    static void heteroscedasticGaussian(
            Matrix x, Matrix meanAndLogVariance, double floor, double[] negLogLikelihood, Matrix gradient) {
        Scratch s = Scratch.get();
        float lowest = (float) floor;
        int features = x.columns();
        int logVarOffset = meanAndLogVariance.rows() * features;
        Arrays.fill(negLogLikelihood, 0, meanAndLogVariance.rows(), features * StableMath.LOG_TWO_PI / 2);
        forEachTile(meanAndLogVariance.rows(), features, (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            CpuRows.readRepeated(x, row, rows, column, columns, s.a);
            meanAndLogVariance.get(offset, s.b, n);
            meanAndLogVariance.get(logVarOffset + offset, s.c, n);
            for (int i = 0; i < n; i++) {
                s.c[i] = Math.max(s.c[i], lowest);
                s.d[i] = -s.c[i];
            }
            s.math.exp(s.d, s.e, n);
            for (int i = 0; i < n; i++) {
                float difference = s.b[i] - s.a[i];
                s.b[i] = difference * s.d[i];
                float halfSquare = 0.5f * difference * s.b[i];
                s.a[i] = 0.5f - halfSquare;
                s.c[i] = halfSquare + 0.5f * s.c[i];
            }
            gradient.put(offset, s.b, n);
            addRowSums(s, s.c, row, rows, columns, negLogLikelihood);
            meanAndLogVariance.get(logVarOffset + offset, s.b, n);
            for (int i = 0; i < n; i++) {
                s.a[i] = s.b[i] < lowest ? Math.min(s.a[i], 0f) : s.a[i];
            }
            gradient.put(logVarOffset + offset, s.a, n);
        });
    }

    /** Adds the terms of each row to its total: short sums in floats, the total in doubles. */
    private static void addRowSums(Scratch s, float[] terms, int row, int rows, int columns, double[] totals) {
        System.arraycopy(terms, 0, s.rowSums, 0, rows);
        for (int j = 1; j < columns; j++) {
            BlockMath.add(s.rowSums, 0, terms, j * rows, rows);
        }
        for (int i = 0; i < rows; i++) {
            totals[row + i] += s.rowSums[i];
        }
    }
}
