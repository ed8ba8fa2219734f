package org.vae4j.kernel.cpu;

import static org.vae4j.kernel.cpu.Tile.forEachTile;

import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.UpdateKernels;

/**
 * The {@link UpdateKernels} of {@link CpuKernels} except for Adam, each in one pass over the memory. Blends and maxima
 * are rounded so that they are never denormal (see {@link CpuAdam#FIRST_MOMENT_FLUSH}).
 */
final class CpuUpdates {

    /** The body of a pass over one block of n values; it changes {@code target} and leaves {@code source}. */
    @FunctionalInterface
    private interface Pass {
        void update(float[] target, float[] source, int n);
    }

    private CpuUpdates() {}

    static void blend(double keep, Matrix target, double factor, Matrix source) {
        float keepFloat = (float) keep;
        float factorFloat = (float) factor;
        forEachBlock(target, source, (t, s, n) -> blend(keepFloat, t, factorFloat, s, n));
    }

    private static void blend(float keep, float[] target, float factor, float[] source, int n) {
        for (int i = 0; i < n; i++) {
            float value = keep * target[i] + factor * source[i];
            target[i] = (value + CpuAdam.FIRST_MOMENT_FLUSH) - CpuAdam.FIRST_MOMENT_FLUSH;
        }
    }

    static void blendSquares(double keep, Matrix target, double factor, Matrix source) {
        float keepFloat = (float) keep;
        float factorFloat = (float) factor;
        forEachBlock(target, source, (t, s, n) -> blendSquares(keepFloat, t, factorFloat, s, n));
    }

    private static void blendSquares(float keep, float[] target, float factor, float[] source, int n) {
        for (int i = 0; i < n; i++) {
            float value = keep * target[i] + factor * source[i] * source[i];
            target[i] = (value + CpuAdam.SECOND_MOMENT_FLUSH) - CpuAdam.SECOND_MOMENT_FLUSH;
        }
    }

    static void decayingMaximum(double keep, Matrix target, double factor, Matrix source) {
        float keepFloat = (float) keep;
        float factorFloat = (float) Math.abs(factor);
        forEachBlock(target, source, (t, s, n) -> decayingMaximum(keepFloat, t, factorFloat, s, n));
    }

    private static void decayingMaximum(float keep, float[] target, float factor, float[] source, int n) {
        for (int i = 0; i < n; i++) {
            float value = Math.max(keep * target[i], factor * Math.abs(source[i]));
            target[i] = (value + CpuAdam.FIRST_MOMENT_FLUSH) - CpuAdam.FIRST_MOMENT_FLUSH;
        }
    }

    static void divide(Matrix target, Matrix divisor, double epsilon) {
        float epsilonFloat = (float) epsilon;
        forEachBlock(target, divisor, (t, d, n) -> divide(t, d, epsilonFloat, n));
    }

    private static void divide(float[] target, float[] divisor, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            target[i] /= divisor[i] + epsilon;
        }
    }

    static void divideByRoot(Matrix target, Matrix square, double epsilon) {
        float epsilonFloat = (float) epsilon;
        forEachBlock(target, square, (t, s, n) -> divideByRoot(t, s, epsilonFloat, n));
    }

    private static void divideByRoot(float[] target, float[] square, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            target[i] /= (float) Math.sqrt(square[i]) + epsilon;
        }
    }

    static void divideByDeviation(Matrix target, Matrix square, Matrix mean, double epsilon) {
        UpdateKernels.requireSameLength(target, square);
        UpdateKernels.requireSameLength(target, mean);
        Scratch s = Scratch.get();
        float epsilonFloat = (float) epsilon;
        forEachTile(1, target.length(), (offset, row, rows, column, n) -> {
            target.get(offset, s.a, n);
            square.get(offset, s.b, n);
            mean.get(offset, s.c, n);
            toVariance(s.b, s.c, n);
            divideByRoot(s.a, s.b, epsilonFloat, n);
            target.put(offset, s.a, n);
        });
    }

    /** Replaces a mean of squares by the variance; rounding can make it negative, which counts as zero. */
    private static void toVariance(float[] square, float[] mean, int n) {
        for (int i = 0; i < n; i++) {
            square[i] = Math.max(square[i] - mean[i] * mean[i], 0f);
        }
    }

    static void clamp(Matrix matrix, double limit) {
        Scratch s = Scratch.get();
        float bound = (float) limit;
        forEachTile(1, matrix.length(), (offset, row, rows, column, n) -> {
            matrix.get(offset, s.a, n);
            clamp(s.a, bound, n);
            matrix.put(offset, s.a, n);
        });
    }

    private static void clamp(float[] values, float bound, int n) {
        for (int i = 0; i < n; i++) {
            values[i] = Math.max(-bound, Math.min(bound, values[i]));
        }
    }

    /** The square of a float is exact in double precision. */
    static double sumOfSquares(Matrix matrix) {
        Scratch s = Scratch.get();
        double[] total = new double[1];
        forEachTile(1, matrix.length(), (offset, row, rows, column, n) -> {
            matrix.get(offset, s.a, n);
            total[0] += sumOfSquares(s.a, n);
        });
        return total[0];
    }

    /** Takes four partial sums, whose additions need not wait for each other. */
    private static double sumOfSquares(float[] x, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += (double) x[i] * x[i];
            s1 += (double) x[i + 1] * x[i + 1];
            s2 += (double) x[i + 2] * x[i + 2];
            s3 += (double) x[i + 3] * x[i + 3];
        }
        for (; i < n; i++) {
            s0 += (double) x[i] * x[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static void forEachBlock(Matrix target, Matrix source, Pass pass) {
        UpdateKernels.requireSameLength(target, source);
        Scratch s = Scratch.get();
        forEachTile(1, target.length(), (offset, row, rows, column, n) -> {
            target.get(offset, s.a, n);
            source.get(offset, s.b, n);
            pass.update(s.a, s.b, n);
            target.put(offset, s.a, n);
        });
    }
}
