package org.vae4j.kernel;

/**
 * An elementwise function y = f(x) whose derivative can be written in y alone, so that a layer needs to keep only its
 * output.
 */
public enum Nonlinearity {
    /** f(x) = x. */
    IDENTITY,
    /** f(x) = max(x, 0). */
    RELU,
    /** f(x) = max(x, x / 100). */
    LEAKY_RELU,
    /** f(x) = tanh x. */
    TANH,
    /** f(x) = 1 / (1 + e^-x). */
    SIGMOID,
    /** f(x) = log(1 + e^x), stable for any x. */
    SOFTPLUS,
    /** f(x) = x for x > 0 and e^x - 1 else. */
    ELU;

    /** The slope of {@link #LEAKY_RELU} below zero. */
    public static final double LEAK = 0.01;

    /**
     * The function itself, for one value.
     *
     * @param x any number
     * @return f(x)
     */
    public double value(double x) {
        return switch (this) {
            case IDENTITY -> x;
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> Math.max(x, LEAK * x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> {
                double e = Math.exp(-Math.abs(x));
                yield (x >= 0 ? 1 : e) / (1 + e);
            }
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case ELU -> x > 0 ? x : Math.expm1(x);
        };
    }

    /**
     * The derivative where the function has the value y.
     *
     * @param y f(x)
     * @return f'(x)
     */
    public double derivative(double y) {
        return switch (this) {
            case IDENTITY -> 1;
            case RELU -> y > 0 ? 1 : 0;
            case LEAKY_RELU -> y > 0 ? 1 : LEAK;
            case TANH -> 1 - y * y;
            case SIGMOID -> y * (1 - y);
            case SOFTPLUS -> -Math.expm1(-y);
            case ELU -> y > 0 ? 1 : y + 1;
        };
    }
}
