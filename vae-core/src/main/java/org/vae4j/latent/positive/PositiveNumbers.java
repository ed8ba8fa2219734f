package org.vae4j.latent.positive;

import org.vae4j.latent.Space;

/** The vectors of positive numbers with Lebesgue's measure. */
public record PositiveNumbers() implements Space {

    /**
     * The lower bound of all draws, which keeps logarithms and slopes such as 1/z finite in single precision. A share
     * of 1e-9 of a gamma distribution of shape 0.3 lies below it.
     */
    static final double LEAST = 1e-30;

    @Override
    public String description() {
        return "the positive numbers";
    }

    @Override
    public String coordinateName() {
        return "logarithm of a dimension";
    }

    @Override
    public String lineName() {
        return "straight line of the logarithms";
    }

    /** {@return the logarithms} */
    @Override
    public double[] coordinates(double[] z) {
        double[] coordinates = new double[z.length];
        for (int j = 0; j < z.length; j++) {
            coordinates[j] = Math.log(Math.max(LEAST, z[j]));
        }
        return coordinates;
    }

    @Override
    public double[] point(double[] coordinates) {
        double[] point = new double[coordinates.length];
        for (int j = 0; j < point.length; j++) {
            point[j] = Math.max(LEAST, Math.exp(coordinates[j]));
        }
        return point;
    }
}
