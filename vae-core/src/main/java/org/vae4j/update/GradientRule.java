package org.vae4j.update;

import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.kernel.Matrix;

/**
 * What is done to a gradient before its updater sees it: a factor that depends on a norm, and a bound on each value.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
public interface GradientRule {

    /** The values over which a norm is taken. */
    enum Scope {
        /** No norm is asked for. */
        NONE,
        /** Each tensor (a layer's weights, its biases) by itself. */
        TENSOR,
        /** All parameters that have this updater, together. */
        NETWORK
    }

    /** The rule that leaves every gradient as it is. */
    GradientRule UNCHANGED = new GradientRule() {
        @Override
        public Scope scope() {
            return Scope.NONE;
        }
    };

    /** {@return over which values the norm is taken that {@link #factor} is given} */
    Scope scope();

    /**
     * Tells what the gradient is multiplied by. Not asked where {@link #scope} is {@link Scope#NONE}.
     *
     * @param norm the Euclidean norm of the mean gradient, ≥ 0; not a number where the gradient has such a value
     * @return the factor, ≥ 0; 1 leaves the gradient as it is, to the bit
     */
    default double factor(double norm) {
        return 1;
    }

    /**
     * Bounds each value.
     *
     * @param gradient overwritten
     * @param scale what the gradient is multiplied by later, &gt; 0: a bound on the product is a bound / scale here
     */
    default void bound(Matrix gradient, double scale) {}
}
