package org.vae4j.objective.term;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.extension.Extension;

/**
 * A positive definite kernel of two points that depends on their distance alone, k(a, b) = f(‖a − b‖²).
 *
 * <p>An implementation is an immutable record, listed in {@code META-INF/services}, with a public constructor without
 * arguments and components that are annotated with {@code @JsonProperty}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface PairKernel extends Extension, Serializable {

    /**
     * The kernel.
     *
     * @param squaredDistance ‖a − b‖², ≥ 0
     * @param dimensions of the points, ≥ 1
     * @return f(‖a − b‖²)
     */
    double value(double squaredDistance, int dimensions);

    /**
     * The derivative of {@link #value} with respect to the squared distance.
     *
     * @param squaredDistance ‖a − b‖², ≥ 0
     * @param dimensions of the points, ≥ 1
     * @return f′(‖a − b‖²)
     */
    double slope(double squaredDistance, int dimensions);
}
