package org.vae4j.math.descent;

/** A function of many variables with its gradient. */
public interface DifferentiableFunction {

    /** {@return number of variables, at least 1} */
    int size();

    /**
     * Computes the value and the gradient at a point.
     *
     * @param point {@code size()} variables; not changed
     * @param gradient {@code size()} values: overwritten by the gradient
     * @return the value
     */
    double evaluate(double[] point, double[] gradient);
}
