package org.vae4j.math;

/** A function of many variables with its gradient. */
public interface DifferentiableFunction {

    /** {@return number of variables, at least 1} */
    int size();

    /**
     * Its value and gradient.
     *
     * @param point {@code size()} variables; not changed
     * @param gradient of the same length: overwritten
     * @return the value
     */
    double evaluate(double[] point, double[] gradient);

    /**
     * Multiplies a vector by an approximation of the inverse of the function's second derivatives, up to a factor: a fixed
     * symmetric positive definite matrix. Minimisation is the faster, the closer it is.
     *
     * @param vector {@code size()} values: overwritten; unless overridden, left as it is
     */
    default void precondition(double[] vector) {}
}
