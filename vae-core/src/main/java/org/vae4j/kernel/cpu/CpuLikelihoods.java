package org.vae4j.kernel.cpu;

import static org.vae4j.kernel.cpu.Tile.forEachTile;

import java.util.Arrays;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.StableMath;

/**
 * The likelihoods of {@link CpuKernels}: value and gradient in one pass over tiles of the matrix. {@link
 * org.vae4j.kernel.Kernels} states the formulas.
 *
 * <p>A tile has {@code rows} rows from {@code row} on and {@code columns} columns from {@code column} on, and stands
 * column by column in a block. The blocks of {@link Scratch} are named at the head of each pass and reused within it:
 * gradients overwrite the parameters that they belong to.
 */
final class CpuLikelihoods {

    /** 2^120 is a finite float: the product of this many factors of at most 2 does not overflow. */
    private static final int FACTORS = 120;

    private CpuLikelihoods() {}

    /**
     * An infinite logit makes l - l·x NaN where it should be 0. The sums show this, and only then is the pass repeated
     * with bounded logits, so that the usual case pays nothing.
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

    /** Returns a copy in which the largest finite float replaces infinite logits. NaN stays NaN. */
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
        float[] values = s.a;
        float[] logitsToGradient = s.b;
        float[] terms = s.c;
        Arrays.fill(negLogLikelihood, 0, logits.rows(), 0);
        forEachTile(logits.rows(), logits.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            CpuRows.readRepeated(x, row, rows, column, columns, values);
            logits.get(offset, logitsToGradient, n);
            s.math.bernoulli(values, logitsToGradient, terms, s.d, n);
            gradient.put(offset, logitsToGradient, n);
            addRowSums(s, terms, row, rows, columns, negLogLikelihood);
        });
    }

    /**
     * Takes one logarithm for up to {@link #FACTORS} features of a row: Σ log(1 + e^-|l|) is the logarithm of the
     * product of the 1 + e^-|l|, each of which is at most 2.
     */
    private static void bernoulliValueOfFinite(Matrix x, Matrix logits, double[] negLogLikelihood) {
        Scratch s = Scratch.get();
        float[] values = s.a;
        float[] logitsToTerms = s.b;
        float[] factors = s.c;
        Arrays.fill(negLogLikelihood, 0, logits.rows(), 0);
        float[] sums = new float[logits.rows()];
        float[] products = new float[logits.rows()];
        Arrays.fill(products, 1);
        forEachTile(logits.rows(), logits.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            CpuRows.readRepeated(x, row, rows, column, columns, values);
            logits.get(offset, logitsToTerms, n);
            s.math.bernoulliParts(values, logitsToTerms, factors, n);
            for (int j = 0; j < columns; j++) {
                BlockMath.add(sums, row, logitsToTerms, j * rows, rows);
                BlockMath.multiply(products, row, factors, j * rows, rows);
                int done = column + j + 1;
                if (done % FACTORS == 0 || done == logits.columns()) {
                    moveToTotals(sums, products, row, rows, negLogLikelihood);
                }
            }
        });
    }

    /** Adds the sums of rows and the logarithms of their products to the totals, and resets them to 0 and 1. */
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
        float[] values = s.a;
        float[] meanToGradient = s.b;
        float[] terms = s.c;
        forEachTile(mean.rows(), mean.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            CpuRows.readRepeated(x, row, rows, column, columns, values);
            mean.get(offset, meanToGradient, n);
            for (int i = 0; i < n; i++) {
                float difference = meanToGradient[i] - values[i];
                meanToGradient[i] = difference * precision;
                terms[i] = 0.5f * difference * meanToGradient[i];
            }
            gradient.put(offset, meanToGradient, n);
            addRowSums(s, terms, row, rows, columns, negLogLikelihood);
        });
    }

    static void heteroscedasticGaussian(
            Matrix x, Matrix meanAndLogVariance, double floor, double[] negLogLikelihood, Matrix gradient) {
        Scratch s = Scratch.get();
        float lowest = (float) floor;
        int features = x.columns();
        int logVarOffset = meanAndLogVariance.rows() * features;
        float[] valuesToLogVarGradient = s.a;
        float[] meanToGradient = s.b;
        float[] logVarToTerms = s.c;
        float[] precision = s.d;
        Arrays.fill(negLogLikelihood, 0, meanAndLogVariance.rows(), features * StableMath.LOG_TWO_PI / 2);
        forEachTile(meanAndLogVariance.rows(), features, (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            CpuRows.readRepeated(x, row, rows, column, columns, valuesToLogVarGradient);
            meanAndLogVariance.get(offset, meanToGradient, n);
            meanAndLogVariance.get(logVarOffset + offset, logVarToTerms, n);
            for (int i = 0; i < n; i++) {
                logVarToTerms[i] = Math.max(logVarToTerms[i], lowest);
                precision[i] = -logVarToTerms[i];
            }
            s.math.exp(precision, s.e, n);
            for (int i = 0; i < n; i++) {
                float difference = meanToGradient[i] - valuesToLogVarGradient[i];
                meanToGradient[i] = difference * precision[i];
                float halfSquare = 0.5f * difference * meanToGradient[i];
                valuesToLogVarGradient[i] = 0.5f - halfSquare;
                logVarToTerms[i] = halfSquare + 0.5f * logVarToTerms[i];
            }
            gradient.put(offset, meanToGradient, n);
            addRowSums(s, logVarToTerms, row, rows, columns, negLogLikelihood);
            float[] unbounded = s.b;
            meanAndLogVariance.get(logVarOffset + offset, unbounded, n);
            dropFallingGradients(unbounded, lowest, valuesToLogVarGradient, n);
            gradient.put(logVarOffset + offset, valuesToLogVarGradient, n);
        });
    }

    /** Below the floor only those gradients stay against which a step raises the log-variance. */
    private static void dropFallingGradients(float[] logVariance, float floor, float[] gradient, int n) {
        for (int i = 0; i < n; i++) {
            gradient[i] = logVariance[i] < floor ? Math.min(gradient[i], 0f) : gradient[i];
        }
    }

    /** Adds the terms of each row to its total. Terms of one tile are summed in floats, the totals in doubles. */
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
