package org.vae4j.kernel;

/**
 * The passes over parameters, gradients and moments that updaters are made of. All of them work element by element on
 * matrices of the same length and refuse others, so any range of columns of a vector of parameters can be updated
 * alone. The matrices of one call share no memory, unless a method allows it.
 *
 * <p>Computing with denormal floats is up to a hundred times slower. The CPU kernels therefore round moments to a
 * multiple of a tiny normal float: first powers of a gradient to a multiple of 8e-28, squares to a multiple of 8e-38.
 */
public interface UpdateKernels {

    /**
     * Refuses matrices of different lengths, before anything is changed.
     *
     * @param one the matrix that is updated
     * @param other a matrix that is read or updated with it
     * @throws IllegalArgumentException if the numbers of values differ
     */
    static void requireSameLength(Matrix one, Matrix other) {
        if (one.length() != other.length()) {
            throw new IllegalArgumentException("found " + other.length() + " values, expected " + one.length()
                    + " as in the matrix that is updated: pass the same range of both");
        }
    }

    /**
     * Performs one step of Adam in one pass, on the scaled gradient h = {@link AdamStep#gradientScale} · g: m = β₁ m +
     * (1 - β₁) h, v = β₂ v + (1 - β₂) h², w = w - rate · m / (√v + ε). The rate contains the bias correction.
     *
     * @param step learning rate and decay rates of the moments in this step
     * @param parameters w, updated
     * @param gradient g, unchanged
     * @param firstMoment m, updated
     * @param secondMoment v, updated
     */
    void adam(AdamStep step, Matrix parameters, Matrix gradient, Matrix firstMoment, Matrix secondMoment);

    /**
     * Computes target = keep · target + factor · source.
     *
     * @param keep factor of the target
     * @param target overwritten; may be the source itself
     * @param factor factor of the source
     * @param source unchanged, unless it is the target
     */
    void blend(double keep, Matrix target, double factor, Matrix source);

    /**
     * Computes target = keep · target + factor · source².
     *
     * @param keep factor of the target, ≥ 0
     * @param target a mean of squares, ≥ 0: overwritten
     * @param factor factor of the squares, ≥ 0
     * @param source unchanged
     */
    void blendSquares(double keep, Matrix target, double factor, Matrix source);

    /**
     * Computes target = max(keep · target, |factor · source|).
     *
     * @param keep factor of the target, ≥ 0
     * @param target a decaying maximum, ≥ 0: overwritten
     * @param factor factor of the source
     * @param source unchanged
     */
    void decayingMaximum(double keep, Matrix target, double factor, Matrix source);

    /**
     * Computes target = target / (divisor + ε).
     *
     * @param target overwritten
     * @param divisor ≥ 0
     * @param epsilon ε &gt; 0
     */
    void divide(Matrix target, Matrix divisor, double epsilon);

    /**
     * Computes target = target / (√square + ε).
     *
     * @param target overwritten
     * @param square a mean of squares, ≥ 0
     * @param epsilon ε &gt; 0
     */
    void divideByRoot(Matrix target, Matrix square, double epsilon);

    /**
     * Computes target = target / (√max(square - mean², 0) + ε). Rounding can make a variance negative; it counts as
     * zero.
     *
     * @param target overwritten
     * @param square a mean of squares, ≥ 0
     * @param mean the mean of the same values; zero gives what {@link #divideByRoot} gives
     * @param epsilon ε &gt; 0
     */
    void divideByDeviation(Matrix target, Matrix square, Matrix mean, double epsilon);

    /**
     * Bounds the values to [-limit, limit]. NaN stays NaN.
     *
     * @param matrix overwritten
     * @param limit ≥ 0
     */
    void clamp(Matrix matrix, double limit);

    /**
     * Sums the squares in double precision, so that neither large nor tiny values are lost.
     *
     * @param matrix any matrix
     * @return the sum of the squares of all values
     */
    double sumOfSquares(Matrix matrix);
}
