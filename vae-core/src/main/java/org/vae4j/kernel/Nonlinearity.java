package org.vae4j.kernel;

import org.apache.commons.math3.special.Erf;

/**
 * An elementwise function y = f(x) and its derivative.
 *
 * <p>Most derivatives are functions of y alone, for example tanh'(x) = 1 - y². A layer then keeps only its output for
 * the backward pass. {@link #needsInput} is true for the functions whose derivative needs x.
 */
public enum Nonlinearity {
    /** f(x) = x. */
    IDENTITY,
    /** f(x) = max(x, 0). */
    RELU,
    /** f(x) = max(x, x / 100). */
    LEAKY_RELU,
    /** f(x) = max(x, x / 5), the usual leak in discriminators of images. */
    LEAKY_RELU_20,
    /** f(x) = tanh x. */
    TANH,
    /** f(x) = 1 / (1 + e^-x). */
    SIGMOID,
    /** f(x) = log(1 + e^x), stable for any x. */
    SOFTPLUS,
    /** f(x) = x for x > 0 and e^x - 1 else. */
    ELU,
    /** f(x) = x / (1 + e^-x), also called SiLU (Ramachandran et al. 2017). */
    SWISH,
    /** f(x) = x · Φ(x) with the exact distribution function Φ of N(0, 1) (Hendrycks and Gimpel 2016). */
    GELU,
    /** f(x) = min(max(x, -1), 1). */
    HARDTANH,
    /** f(x) = min(max(x, 0), 1), which maps any number to a pixel's range. */
    UNIT_CLAMP;

    private static final double SQRT_2 = Math.sqrt(2);
    private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);

    /** {@return the slope of a leaky function below zero; 0 for others} */
    public double leak() {
        return this == LEAKY_RELU ? 0.01 : this == LEAKY_RELU_20 ? 0.2 : 0;
    }

    /** {@return whether {@link #derivative} takes x instead of y, so that a layer has to keep its pre-activations} */
    public boolean needsInput() {
        return this == SWISH || this == GELU;
    }

    /** {@return whether the derivative is continuous} */
    public boolean isSmooth() {
        return leak() == 0 && this != RELU && this != HARDTANH && this != UNIT_CLAMP;
    }

    /**
     * Computes the function of one value.
     *
     * @param x any number
     * @return f(x)
     */
    public double value(double x) {
        return switch (this) {
            case IDENTITY -> x;
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU, LEAKY_RELU_20 -> Math.max(x, leak() * x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> sigmoid(x);
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case ELU -> x > 0 ? x : Math.expm1(x);
            case SWISH -> x * sigmoid(x);
            case GELU -> x * normalDistribution(x);
            case HARDTANH -> Math.min(Math.max(x, -1), 1);
            case UNIT_CLAMP -> Math.min(Math.max(x, 0), 1);
        };
    }

    private static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return (x >= 0 ? 1 : e) / (1 + e);
    }

    /** Φ(x); erfc keeps its relative precision far below zero, where 1 + erf would lose it. */
    private static double normalDistribution(double x) {
        return Erf.erfc(-x / SQRT_2) / 2;
    }

    /**
     * Computes the derivative f'(x) from the value that a layer keeps. At a kink it is the derivative from the flatter
     * side.
     *
     * @param kept y = f(x), or x itself where the function {@linkplain #needsInput needs its input}
     * @return f'(x)
     */
    public double derivative(double kept) {
        return needsInput() ? derivativeFromInput(kept) : derivativeFromOutput(kept);
    }

    private double derivativeFromOutput(double y) {
        return switch (this) {
            case IDENTITY -> 1;
            case RELU -> y > 0 ? 1 : 0;
            case LEAKY_RELU, LEAKY_RELU_20 -> y > 0 ? 1 : leak();
            case TANH -> 1 - y * y;
            case SIGMOID -> y * (1 - y);
            case SOFTPLUS -> -Math.expm1(-y);
            case ELU -> y > 0 ? 1 : y + 1;
            case HARDTANH -> Math.abs(y) < 1 ? 1 : 0;
            case UNIT_CLAMP -> y > 0 && y < 1 ? 1 : 0;
            case SWISH, GELU -> throw new IllegalStateException(this + ": the derivative needs the input");
        };
    }

    private double derivativeFromInput(double x) {
        return this == SWISH
                ? sigmoid(x) * (1 + x * sigmoid(-x))
                : normalDistribution(x) + x * Math.exp(-x * x / 2) / SQRT_2_PI;
    }
}
