package org.vae4j.kernel.cpu;

/** Sums and products of blocks, in the shapes of loops that the JIT compiler vectorises (docs/performance.md). */
final class BlockMath {

    private BlockMath() {}

    /** Adds a value to x[from] … x[to - 1]. */
    static void addConstant(float[] x, int from, int to, float value) {
        for (int i = from; i < to; i++) {
            x[i] += value;
        }
    }

    /** Multiplies x[from] … x[to - 1] by a value. */
    static void multiplyConstant(float[] x, int from, int to, float value) {
        for (int i = from; i < to; i++) {
            x[i] *= value;
        }
    }

    /** target[offset + i] -= terms[from + i] for i &lt; n. */
    static void subtract(float[] target, int offset, float[] terms, int from, int n) {
        for (int i = 0; i < n; i++) {
            target[offset + i] -= terms[from + i];
        }
    }

    /** target = max(target, x), elementwise. */
    static void max(float[] target, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            target[i] = Math.max(target[i], x[i]);
        }
    }

    /** target += x · y. */
    static void multiplyAdd(float[] x, float[] y, float[] target, int n) {
        for (int i = 0; i < n; i++) {
            target[i] += x[i] * y[i];
        }
    }

    /**
     * target[offset + i] += terms[from + i] for i &lt; n. Without offsets the JIT compiler can tell that the arrays do
     * not overlap and vectorises the loop, which is three times as fast; hence the two cases.
     */
    static void add(float[] target, int offset, float[] terms, int from, int n) {
        if (offset == 0 && from == 0) {
            add(target, terms, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            target[offset + i] += terms[from + i];
        }
    }

    /** Widens the interval from lowest to highest at each position until it holds x; NaN wins. */
    static void widen(float[] x, float[] lowest, float[] highest, int n) {
        for (int i = 0; i < n; i++) {
            lowest[i] = Math.min(lowest[i], x[i]);
            highest[i] = Math.max(highest[i], x[i]);
        }
    }

    static void add(float[] target, float[] terms, int n) {
        for (int i = 0; i < n; i++) {
            target[i] += terms[i];
        }
    }

    /**
     * target[offset + i] *= factors[from + i] for i &lt; n; two cases as in
     * {@link #add(float[], int, float[], int, int)}.
     */
    static void multiply(float[] target, int offset, float[] factors, int from, int n) {
        if (offset == 0 && from == 0) {
            multiply(target, factors, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            target[offset + i] *= factors[from + i];
        }
    }

    static void multiply(float[] target, float[] factors, int n) {
        for (int i = 0; i < n; i++) {
            target[i] *= factors[i];
        }
    }
}
