package org.vae4j.objective.term;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The Gaussian kernel k(a, b) = exp(−‖a − b‖² / (2 d σ²)) of d dimensions.
 *
 * @param width σ per dimension, finite, above 0; 1 is that of a prior N(0, I)
 */
public record RadialBasis(@JsonProperty("width") double width) implements PairKernel {

    /** The prototype: a width of 1. */
    public RadialBasis() {
        this(1);
    }

    public RadialBasis {
        Range.aboveZero("width", width);
    }

    @Override
    public String name() {
        return "rbf";
    }

    @Override
    public double value(double squaredDistance, int dimensions) {
        return Math.exp(-squaredDistance / scale(dimensions));
    }

    @Override
    public double slope(double squaredDistance, int dimensions) {
        return -value(squaredDistance, dimensions) / scale(dimensions);
    }

    private double scale(int dimensions) {
        return 2 * dimensions * width * width;
    }
}
