package org.vae4j.update;

import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * Clipping by value: each value of the mean gradient is bounded to [-limit, limit].
 *
 * @param limit the largest size of a value, &gt; 0; infinity clips nothing
 */
public record ClipValue(@JsonProperty("limit") double limit) implements GradientRule {

    public ClipValue {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("found gradient values of at most " + limit
                    + ", expected a number > 0: for example 1, or no clipping");
        }
    }

    @Override
    public Scope scope() {
        return Scope.NONE;
    }

    @Override
    public void bound(Matrix gradient, double scale) {
        Kernels.of(gradient.type()).clamp(gradient, limit / scale);
    }
}
