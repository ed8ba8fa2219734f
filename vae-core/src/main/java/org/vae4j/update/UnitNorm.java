package org.vae4j.update;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Divides each tensor's gradient by its Euclidean norm plus ε, which leaves its direction.
 *
 * @param epsilon ε &gt; 0, so that a gradient of zero stays zero
 */
record UnitNorm(@JsonProperty("epsilon") double epsilon) implements GradientRule {

    UnitNorm {
        Settings.epsilon(epsilon);
    }

    @Override
    public Scope scope() {
        return Scope.TENSOR;
    }

    @Override
    public double factor(double norm) {
        return 1 / (norm + epsilon);
    }
}
