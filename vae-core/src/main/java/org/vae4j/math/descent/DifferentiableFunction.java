package org.vae4j.math.descent;

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
}
