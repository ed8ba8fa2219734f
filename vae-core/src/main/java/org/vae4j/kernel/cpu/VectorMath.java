package org.vae4j.kernel.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.vae4j.kernel.Nonlinearity;

/**
 * Elementary functions on blocks of floats, as straight loops that the JIT compiler turns into vector instructions.
 *
 * <p>Four rules keep them vectorised on Java 17: no branch, no conversion between types inside a loop (float bits
 * travel to integers through a direct buffer, a copy at memory speed), choices written as min and max, and short loops,
 * because the compiler does not unroll bodies of more than about sixty nodes. Errors are a few units in the last place.
 *
 * <p>Methods work on the first n ≤ {@link #BLOCK} values of their arrays, in place where they say x = f(x). Arrays
 * named {@code work} and {@code tail} are scratch space of the caller and overwritten. An instance has scratch space of
 * its own, so it serves one thread.
 */
final class VectorMath {

    /** Values per block: a handful of such blocks stay in the first-level cache. */
    static final int BLOCK = 1024;

    private static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts, the first of which multiplies small integers exactly. */
    private static final float LN2_HIGH = 0.693145752f;

    private static final float LN2_LOW = 1.42860677e-6f;
    /** 1.5 · 2^23: adding it rounds a float to an integer, which then stands in the low bits of the sum. */
    private static final float ROUND = 12582912f;
    /** e^y is a normal float down to here; smaller arguments are replaced by this one. */
    private static final float EXP_MIN = -87f;

    /**
     * Its product with any positive normal float exceeds 1: min(1, max(0, x · HUGE)) is 1 for x > 0 and 0 for x ≤ 0.
     */
    private static final float HUGE = 3e38f;
    /**
     * Bounds x in x · e^(-x²/2): the exponential is never below e^{@link #EXP_MIN} = 2e-38, so the product is ≤ 2e-19.
     */
    private static final float HUGE_ROOT = 1e19f;

    private static final float INVERSE_ROOT_TWO_PI = 0.398942280f;
    private static final int EXPONENT_SHIFT = 23;
    private static final int ONE_BITS = 0x3f800000;

    /** Set by {@link #exponentials}: 2^k, where y = k ln 2 + r. */
    private final float[] scale = new float[BLOCK];
    /** Set by {@link #exponentials}: e^r - 1. */
    private final float[] expm1 = new float[BLOCK];

    /** Scratch space of {@link #sigmoidOf} and {@link #normalDistribution}, which leaves e^(-x²/2) here. */
    private final float[] spare = new float[BLOCK];

    private final int[] bits = new int[BLOCK];
    private final FloatBuffer floatView;
    private final IntBuffer intView;

    VectorMath() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(BLOCK * Float.BYTES).order(ByteOrder.nativeOrder());
        floatView = bytes.asFloatBuffer();
        intView = bytes.asIntBuffer();
    }

    /**
     * Splits y ≤ 0 into k ln 2 + r with |r| ≤ ½ ln 2, and sets scale = 2^k and expm1 = e^r - 1 (Taylor series up to
     * r⁷). Then e^y = scale + scale · expm1, and e^y - 1 = scale · expm1 + (scale - 1).
     */
    private void exponentials(float[] y, int n) {
        for (int i = 0; i < n; i++) {
            float bounded = Math.max(y[i], EXP_MIN);
            float shifted = bounded * LOG2_E + ROUND;
            float k = shifted - ROUND;
            float r = bounded - k * LN2_HIGH - k * LN2_LOW;
            float tail = 1 / 120f + r * (1 / 720f + r * (1 / 5040f));
            expm1[i] = r + r * r * (0.5f + r * (1 / 6f + r * (1 / 24f + r * tail)));
            scale[i] = shifted;
        }
        floatView.put(0, scale, 0, n);
        intView.get(0, bits, 0, n);
        for (int i = 0; i < n; i++) {
            bits[i] = (bits[i] << EXPONENT_SHIFT) + ONE_BITS;
        }
        intView.put(0, bits, 0, n);
        floatView.get(0, scale, 0, n);
    }

    /** x = e^x for x ≤ 0. */
    void expOfNonPositive(float[] x, int n) {
        exponentials(x, n);
        for (int i = 0; i < n; i++) {
            x[i] = scale[i] + scale[i] * expm1[i];
        }
    }

    /** x = e^x, computed as 1 / e^-x above zero, so that one range reduction serves both signs. */
    void exp(float[] x, float[] work, int n) {
        for (int i = 0; i < n; i++) {
            work[i] = -Math.abs(x[i]);
        }
        expOfNonPositive(work, n);
        for (int i = 0; i < n; i++) {
            float positive = Math.max(0f, Math.min(1f, x[i] * HUGE));
            work[i] = work[i] + positive * (1 / work[i] - work[i]);
        }
        System.arraycopy(work, 0, x, 0, n);
    }

    /** x = tanh x = -sign(x) · m / (2 + m) with m = e^(-2|x|) - 1. */
    void tanh(float[] x, float[] work, int n) {
        for (int i = 0; i < n; i++) {
            work[i] = -2f * Math.abs(x[i]);
        }
        exponentials(work, n);
        for (int i = 0; i < n; i++) {
            float em1 = scale[i] * expm1[i] + (scale[i] - 1f);
            float sign = Math.max(-1f, Math.min(1f, x[i] * HUGE));
            x[i] = -sign * em1 / (2f + em1);
        }
    }

    /** x = 1 / (1 + e^-x). */
    void sigmoid(float[] x, float[] work, int n) {
        for (int i = 0; i < n; i++) {
            work[i] = -Math.abs(x[i]);
        }
        expOfNonPositive(work, n);
        sigmoidFromTail(x, work, x, n);
    }

    /** out = σ(x), given tail = e^-|x|: 1 / (1 + tail) for x > 0, else tail / (1 + tail). */
    private static void sigmoidFromTail(float[] x, float[] tail, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            float nonNegative = Math.max(0f, Math.min(1f, x[i] * HUGE));
            float numerator = tail[i] + nonNegative * (1f - tail[i]);
            out[i] = numerator / (1f + tail[i]);
        }
    }

    /**
     * The negative Bernoulli log-likelihood of one block with logits l: on return {@code terms} holds max(l, 0) - l·x +
     * log(1 + e^-|l|), and {@code logits} its gradient σ(l) - x.
     */
    void bernoulli(float[] x, float[] logits, float[] terms, float[] tail, int n) {
        for (int i = 0; i < n; i++) {
            tail[i] = -Math.abs(logits[i]);
        }
        expOfNonPositive(tail, n);
        log1pOfFraction(tail, terms, n);
        for (int i = 0; i < n; i++) {
            terms[i] += Math.max(logits[i], 0f) - logits[i] * x[i];
        }
        sigmoidFromTail(logits, tail, logits, n);
        for (int i = 0; i < n; i++) {
            logits[i] -= x[i];
        }
    }

    /**
     * The parts of the negative Bernoulli log-likelihood max(l, 0) - l·x + log(1 + e^-|l|) with logits l: on return
     * {@code logitsToTerms} holds the first two terms, and {@code factors} holds 1 + e^-|l|, whose logarithm the caller
     * takes once for many values.
     */
    void bernoulliParts(float[] x, float[] logitsToTerms, float[] factors, int n) {
        for (int i = 0; i < n; i++) {
            factors[i] = -Math.abs(logitsToTerms[i]);
        }
        exponentials(factors, n);
        for (int i = 0; i < n; i++) {
            factors[i] = 1f + (scale[i] + scale[i] * expm1[i]);
        }
        for (int i = 0; i < n; i++) {
            logitsToTerms[i] = Math.max(logitsToTerms[i], 0f) - logitsToTerms[i] * x[i];
        }
    }

    /** out = log(1 + u) for u in [0, 1], as 2 artanh(u / (2 + u)): the series in its square, ≤ 1/9, is good to 1e-8. */
    private static void log1pOfFraction(float[] u, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            float s = u[i] / (2f + u[i]);
            float q = s * s;
            float high = 1 / 9f + q * (1 / 11f + q * (1 / 13f));
            float series = 1f + q * (1 / 3f + q * (1 / 5f + q * (1 / 7f + q * high)));
            out[i] = 2f * s * series;
        }
    }

    /**
     * x = x · σ(x). Below {@link #EXP_MIN} σ is replaced by a constant, so x is bounded there too: the result is ≈ 0.
     */
    private void swish(float[] x, float[] work, int n) {
        sigmoidOf(x, work, n);
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(x[i], EXP_MIN) * work[i];
        }
    }

    /** out = σ(x). */
    private void sigmoidOf(float[] x, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            spare[i] = -Math.abs(x[i]);
        }
        expOfNonPositive(spare, n);
        sigmoidFromTail(x, spare, out, n);
    }

    /** x = x · Φ(x), with x bounded as in {@link #swish}. */
    private void gelu(float[] x, float[] work, int n) {
        normalDistribution(x, work, n);
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(x[i], EXP_MIN) * work[i];
        }
    }

    /**
     * Sets out = Φ(x), to 1e-7, and spare = e^(-x²/2): Φ(-|x|) = ½ (a₁ t + … + a₅ t⁵) e^(-x²/2) with t = 1 / (1 + p |x|
     * / √2), p = 0.3275911 (Abramowitz and Stegun, 7.1.26), and Φ(x) = 1 - Φ(-x).
     */
    private void normalDistribution(float[] x, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            spare[i] = -0.5f * x[i] * x[i];
        }
        expOfNonPositive(spare, n);
        for (int i = 0; i < n; i++) {
            float t = 1f / (1f + 0.231641888f * Math.abs(x[i]));
            float high = 1.421413741f + t * (-1.453152027f + t * 1.061405429f);
            out[i] = 0.5f * spare[i] * t * (0.254829592f + t * (-0.284496736f + t * high));
        }
        for (int i = 0; i < n; i++) {
            float nonNegative = Math.max(0f, Math.min(1f, x[i] * HUGE));
            out[i] += nonNegative * (1f - 2f * out[i]);
        }
    }

    /** g = g · σ(x) (1 + x (1 - σ(x))). */
    private void multiplyBySwishDerivative(float[] x, float[] g, float[] work, int n) {
        sigmoidOf(x, work, n);
        for (int i = 0; i < n; i++) {
            float bounded = Math.max(x[i], EXP_MIN);
            g[i] *= work[i] * (1f + bounded * (1f - work[i]));
        }
    }

    /** g = g · (Φ(x) + x φ(x)) with the density φ of N(0, 1). */
    private void multiplyByGeluDerivative(float[] x, float[] g, float[] work, int n) {
        normalDistribution(x, work, n);
        for (int i = 0; i < n; i++) {
            float bounded = Math.max(-HUGE_ROOT, Math.min(HUGE_ROOT, x[i]));
            g[i] *= work[i] + bounded * INVERSE_ROOT_TWO_PI * spare[i];
        }
    }

    /**
     * g = g · f'(x), where y is f(x), or x itself for functions that {@linkplain Nonlinearity#needsInput need it}.
     * SOFTPLUS and ELU are seldom used and computed one by one in double precision.
     */
    void multiplyByDerivative(Nonlinearity f, float[] y, float[] g, float[] work, int n) {
        switch (f) {
            case IDENTITY -> {}
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    g[i] *= Math.min(1f, y[i] * HUGE);
                }
            }
            case LEAKY_RELU, LEAKY_RELU_20 -> {
                float leak = (float) f.leak();
                for (int i = 0; i < n; i++) {
                    g[i] *= Math.min(1f, Math.max(leak, y[i] * HUGE));
                }
            }
            case TANH -> {
                for (int i = 0; i < n; i++) {
                    g[i] *= 1f - y[i] * y[i];
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < n; i++) {
                    g[i] *= y[i] * (1f - y[i]);
                }
            }
            case SOFTPLUS, ELU -> {
                for (int i = 0; i < n; i++) {
                    g[i] *= (float) f.derivative(y[i]);
                }
            }
            case SWISH -> multiplyBySwishDerivative(y, g, work, n);
            case GELU -> multiplyByGeluDerivative(y, g, work, n);
            case HARDTANH -> {
                for (int i = 0; i < n; i++) {
                    g[i] *= Math.min(1f, (1f - Math.abs(y[i])) * HUGE);
                }
            }
            case UNIT_CLAMP -> {
                for (int i = 0; i < n; i++) {
                    g[i] *= Math.min(1f, Math.min(y[i], 1f - y[i]) * HUGE);
                }
            }
        }
    }

    /** x = f(x). SOFTPLUS and ELU are seldom used and computed one by one in double precision. */
    void apply(Nonlinearity f, float[] x, float[] work, int n) {
        switch (f) {
            case IDENTITY -> {}
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    x[i] = Math.max(x[i], 0f);
                }
            }
            case LEAKY_RELU, LEAKY_RELU_20 -> {
                float leak = (float) f.leak();
                for (int i = 0; i < n; i++) {
                    x[i] = Math.max(x[i], leak * x[i]);
                }
            }
            case TANH -> tanh(x, work, n);
            case SIGMOID -> sigmoid(x, work, n);
            case SOFTPLUS, ELU -> {
                for (int i = 0; i < n; i++) {
                    x[i] = (float) f.value(x[i]);
                }
            }
            case SWISH -> swish(x, work, n);
            case GELU -> gelu(x, work, n);
            case HARDTANH -> {
                for (int i = 0; i < n; i++) {
                    x[i] = Math.max(-1f, Math.min(1f, x[i]));
                }
            }
            case UNIT_CLAMP -> {
                for (int i = 0; i < n; i++) {
                    x[i] = Math.max(0f, Math.min(1f, x[i]));
                }
            }
        }
    }

    /** The sum of x[from] … x[to - 1], as eight partial sums whose additions need not wait for each other. */
    static float sum(float[] x, int from, int to) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int i = from;
        for (; i + 7 < to; i += 8) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
            s4 += x[i + 4];
            s5 += x[i + 5];
            s6 += x[i + 6];
            s7 += x[i + 7];
        }
        for (; i < to; i++) {
            s0 += x[i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
