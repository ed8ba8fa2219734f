package org.vae4j.math.descent;

/** A step that minimises a function exactly over some of its variables, for which gradients converge slowly. */
@FunctionalInterface
public interface ExactStep {

    /**
     * Takes the step.
     *
     * @param point the variables, which are not changed
     * @return variables at which the function is not larger, or the given ones where there is no such step
     */
    double[] from(double[] point);
}
