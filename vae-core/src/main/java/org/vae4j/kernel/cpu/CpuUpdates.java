package org.vae4j.kernel.cpu;

import static org.vae4j.kernel.cpu.Tile.forEachTile;

import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.UpdateKernels;

/** The {@link UpdateKernels} of {@link CpuKernels}, but for Adam: one pass each, and no result is ever denormal. */
final class CpuUpdates {

    /** The body of a pass over one block: changes {@code target}. */
    @FunctionalInterface
    private interface Pass {
        void on(float[] target, float[] source, int n);
    }

    private CpuUpdates() {}

    static void blend(double keep, Matrix target, double factor, Matrix source) {
        float a = (float) keep;
        float b = (float) factor;
        forEachBlock(target, source, (t, s, n) -> blend(a, t, b, s, n));
    }

    private static void blend(float keep, float[] target, float factor, float[] source, int n) {
        for (int i = 0; i < n; i++) {
            float value = keep * target[i] + factor * source[i];
            target[i] = (value + CpuAdam.FIRST_MOMENT_FLUSH) - CpuAdam.FIRST_MOMENT_FLUSH;
        }
    }

    static void blendSquares(double keep, Matrix target, double factor, Matrix source) {
        float a = (float) keep;
        float b = (float) factor;
        forEachBlock(target, source, (t, s, n) -> blendSquares(a, t, b, s, n));
    }

    private static void blendSquares(float keep, float[] target, float factor, float[] source, int n) {
        for (int i = 0; i < n; i++) {
            float value = keep * target[i] + factor * source[i] * source[i];
            target[i] = (value + CpuAdam.SECOND_MOMENT_FLUSH) - CpuAdam.SECOND_MOMENT_FLUSH;
        }
    }

    static void decayingMaximum(double keep, Matrix target, double factor, Matrix source) {
        float a = (float) keep;
        float b = (float) Math.abs(factor);
        forEachBlock(target, source, (t, s, n) -> decayingMaximum(a, t, b, s, n));
    }

    private static void decayingMaximum(float keep, float[] target, float factor, float[] source, int n) {
        for (int i = 0; i < n; i++) {
            float value = Math.max(keep * target[i], factor * Math.abs(source[i]));
            target[i] = (value + CpuAdam.FIRST_MOMENT_FLUSH) - CpuAdam.FIRST_MOMENT_FLUSH;
        }
    }

    static void divide(Matrix target, Matrix divisor, double epsilon) {
        float e = (float) epsilon;
        forEachBlock(target, divisor, (t, d, n) -> divide(t, d, e, n));
    }

    private static void divide(float[] target, float[] divisor, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            target[i] /= divisor[i] + epsilon;
        }
    }

    static void divideByRoot(Matrix target, Matrix square, double epsilon) {
        float e = (float) epsilon;
        forEachBlock(target, square, (t, s, n) -> divideByRoot(t, s, e, n));
    }

    private static void divideByRoot(float[] target, float[] square, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            target[i] /= (float) Math.sqrt(square[i]) + epsilon;
        }
    }

    static void divideByDeviation(Matrix target, Matrix square, Matrix mean, double epsilon) {
        Scratch s = Scratch.get();
        float e = (float) epsilon;
        forEachTile(1, target.length(), (offset, row, rows, column, n) -> {
            target.get(offset, s.a, n);
            square.get(offset, s.b, n);
            mean.get(offset, s.c, n);
            variance(s.b, s.c, n);
            divideByRoot(s.a, s.b, e, n);
            target.put(offset, s.a, n);
        });
    }

    private static void variance(float[] square, float[] mean, int n) {
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

    /** A square of a float is exact in double precision, and four partial sums need not wait for each other. */
    static double sumOfSquares(Matrix matrix) {
        Scratch s = Scratch.get();
        double[] total = new double[1];
        forEachTile(1, matrix.length(), (offset, row, rows, column, n) -> {
            matrix.get(offset, s.a, n);
            total[0] += sumOfSquares(s.a, n);
        });
        return total[0];
    }

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
        Scratch s = Scratch.get();
        forEachTile(1, target.length(), (offset, row, rows, column, n) -> {
            target.get(offset, s.a, n);
            source.get(offset, s.b, n);
            pass.on(s.a, s.b, n);
            target.put(offset, s.a, n);
        });
    }
}
