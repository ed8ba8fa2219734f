package org.vae4j.math;

/**
 * Elementary functions of probabilities and logits in forms that neither overflow nor cancel.
 *
 * <p>Every method takes any double, the infinities included, and returns NaN only for NaN or where it says so. All
 * logarithms are natural.
 */
public final class StableMath {

    /** {@code log(2 pi)}, of the double that is nearest to 2 pi. */
    public static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    /** {@code log(2 pi) / 2}. */
    public static final double HALF_LOG_TWO_PI = 0.5 * LOG_TWO_PI;

    private StableMath() {}

    /**
     * The logistic function {@code 1 / (1 + exp(-x))}, accurate to a few ulp in both tails.
     *
     * @param x a logit
     * @return a probability in [0, 1]
     */
    public static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + Math.exp(-x));
        }
        double e = Math.exp(x);
        return e / (1 + e);
    }

    /**
     * {@code log(1 + exp(x))}, also known as log1pexp: close to {@code exp(x)} far left and to {@code x} far right.
     *
     * @param x any number
     * @return at least {@code max(x, 0)}
     */
    public static double softplus(double x) {
        return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }

    /**
     * {@code 1 - exp(-x)} given {@code u = exp(-x)}, accurate for any x. It equals {@code -Math.expm1(-x)}, but is
     * several times as fast, because the JIT compiler has intrinsics for all that it calls (Kahan's formula; Higham
     * 2002, section 1.14.1, from memory).
     *
     * @param x at least 0
     * @param u {@code Math.exp(-x)}
     * @return {@code 1 - exp(-x)}, to a few ulp
     */
    public static double complement(double x, double u) {
        if (u < 0.5) {
            return 1 - u;
        }
        return u == 1 ? x : (1 - u) * x / -Math.log(u);
    }

    /**
     * {@code log(1 + x)}, accurate for any x. It equals {@code Math.log1p(x)}, but is several times as fast, because
     * the JIT compiler has intrinsics for all that it calls (Kahan's formula; Goldberg 1991, theorem 4, from memory).
     *
     * @param x at least -1
     * @return the logarithm, to a few ulp; negative infinity for -1
     */
    public static double log1p(double x) {
        double sum = 1 + x;
        return sum == 1 || sum == Double.POSITIVE_INFINITY ? x : Math.log(sum) * (x / (sum - 1));
    }

    /**
     * The hyperbolic tangent {@code (1 - u) / (1 + u)} with {@code u = exp(-2x)}, accurate for any x. It equals
     * {@code Math.tanh(x)}, but the JIT compiler has intrinsics for all that it calls.
     *
     * @param x any number
     * @return at least -1 and at most 1, to a few ulp
     */
    public static double tanh(double x) {
        double twice = 2 * Math.abs(x);
        double u = Math.exp(-twice);
        return Math.copySign(complement(twice, u) / (1 + u), x);
    }

    /**
     * The inverse of {@link #sigmoid(double)}, {@code log(p / (1 - p))}.
     *
     * @param p a probability in [0, 1]; NaN outside
     * @return a logit, infinite for 0 and 1
     */
    public static double logit(double p) {
        if (p > 0.25 && p < 0.75) {
            // 2p - 1 is exact here, so nothing cancels next to p = 1/2.
            return Math.log1p((2 * p - 1) / (1 - p));
        }
        return Math.log(p) - Math.log1p(-p);
    }

    /**
     * {@code x log y} with the limit 0 where {@code x = 0}, whatever {@code y} is.
     *
     * @param x a weight, usually a probability
     * @param y at least 0
     * @return {@code x log y}; negative infinity where {@code y = 0 < x}
     */
    public static double xLogY(double x, double y) {
        return x == 0 ? 0 : x * Math.log(y);
    }
}
