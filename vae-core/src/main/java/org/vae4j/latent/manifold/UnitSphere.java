package org.vae4j.latent.manifold;

import org.vae4j.latent.Space;

/** The points of length 1 in ℝᵐ with the measure of their surface, whose area is 2 π^(m/2) / Γ(m/2). */
public record UnitSphere() implements Space {

    @Override
    public String description() {
        return "the unit sphere";
    }

    @Override
    public String lineName() {
        return "shortest way on the sphere";
    }

    @Override
    public String locationName() {
        return "mean direction";
    }

    /** {@return the coordinates in ℝᵐ} */
    @Override
    public double[] coordinates(double[] z) {
        return z.clone();
    }

    /** {@return the nearest point of the sphere; for the origin, which has none, the first pole} */
    @Override
    public double[] point(double[] coordinates) {
        double[] point = coordinates.clone();
        normalise(point);
        return point;
    }

    /** Divides z by its length, in place; the origin becomes the first pole. */
    static void normalise(double[] z) {
        double length = length(z);
        if (length == 0) {
            z[0] = 1;
            return;
        }
        for (int j = 0; j < z.length; j++) {
            z[j] /= length;
        }
    }

    static double length(double[] z) {
        double square = 0;
        for (double value : z) {
            square += value * value;
        }
        return Math.sqrt(square);
    }
}
