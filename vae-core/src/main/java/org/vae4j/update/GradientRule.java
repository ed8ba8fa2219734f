package org.vae4j.update;

import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.kernel.Matrix;

/**
 * A change of the gradient in front of an updater: a factor that may depend on a norm, and a bound on each value.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
public interface GradientRule {

    /** The values over which a norm is taken. */
    enum Scope {
        /** The rule needs no norm. */
        NONE,
        /** Each tensor (a layer's weights, its biases) by itself. */
        TENSOR,
        /** All parameters of the updater together. */
        NETWORK
    }

    /** The rule that changes no gradient. */
    GradientRule UNCHANGED = new GradientRule() {
        @Override
        public Scope scope() {
            return Scope.NONE;
        }
    };

    /** {@return the values over which the norm for {@link #factor} is taken} */
    Scope scope();

    /**
     * The factor by which the gradient is multiplied. It is not called if {@link #scope} is {@link Scope#NONE}.
     *
     * @param norm the Euclidean norm of the mean gradient, ≥ 0; NaN if the gradient has such a value
     * @return the factor, ≥ 0; 1 leaves the bits of the gradient unchanged
     */
    default double factor(double norm) {
        return 1;
    }

    /**
     * Bounds each value of the gradient; changes nothing unless overridden.
     *
     * @param gradient the gradient before its multiplication by {@code scale}: overwritten
     * @param scale the later factor, &gt; 0, so that bounding the product to b is bounding the gradient to b / scale
     */
    default void bound(Matrix gradient, double scale) {}
}
