package org.vae4j.experiment.run.evaluation;

import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.vae4j.latent.Prior;
import org.vae4j.latent.Space;
import org.vae4j.latent.manifold.SpherePrior;
import org.vae4j.latent.manifold.WrappedNormalPrior;
import org.vae4j.latent.prior.StandardNormalPrior;

/**
 * A square grid of latents over a two-dimensional latent space, at equal steps of the prior's probability. With n =
 * {@value #SIDE} cells per side, u = (column + 1/2) / n from the left, v = (row + 1/2) / n from the bottom, and the
 * quantile function Φ⁻¹ of N(0, 1), the cell holds
 *
 * <pre>
 * plane    z = (Φ⁻¹(u), Φ⁻¹(v))                       for N(0, I)
 * disc     z = exp_0(σ Φ⁻¹(u), σ Φ⁻¹(v))              for a wrapped normal in the Poincaré ball
 * sphere   z = (r cos 2πu, r sin 2πu, 2v - 1)         for the uniform distribution; r = √(1 - (2v - 1)²)
 * </pre>
 *
 * <p>Here exp_0 is the exponential map of the ball at the origin.
 *
 * @param surface the name of the surface
 * @param description a description of the surface, for a caption
 * @param points one latent per cell, row by row from the top; not copied, and not to be changed
 */
record LatentGrid(String surface, String description, double[][] points) {

    /** Cells per row, and rows. */
    static final int SIDE = 20;

    /**
     * Lays the grid of a prior.
     *
     * @param prior p(z)
     * @param latent the number of coordinates of z
     * @return the grid; empty where no picture can show the whole latent space
     */
    static Optional<LatentGrid> of(Prior prior, int latent) {
        if (latent == 2 && prior instanceof StandardNormalPrior) {
            return Optional.of(plane());
        }
        if (latent == 2 && prior instanceof WrappedNormalPrior wrapped) {
            return Optional.of(disc(wrapped));
        }
        return latent == 3 && prior instanceof SpherePrior ? Optional.of(sphere()) : Optional.empty();
    }

    /** The horizontal position u of a cell, in (0, 1) from left to right. */
    private static double u(int cell) {
        return (cell % SIDE + 0.5) / SIDE;
    }

    /** The vertical position v of a cell, in (0, 1) from the bottom up; cells are counted from the top. */
    private static double v(int cell) {
        return 1 - (cell / SIDE + 0.5) / SIDE;
    }

    private static double[][] standardNormalQuantiles() {
        NormalDistribution prior = new NormalDistribution(null, 0, 1);
        double[][] grid = new double[SIDE * SIDE][];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = new double[] {prior.inverseCumulativeProbability(u(i)), prior.inverseCumulativeProbability(v(i))};
        }
        return grid;
    }

    private static LatentGrid plane() {
        double[][] grid = standardNormalQuantiles();
        double edge = -grid[0][0];
        return new LatentGrid(
                "plane",
                String.format(
                        Locale.ROOT,
                        "the latent plane, z1 to the right and z2 upwards, both from −%.2f to %.2f in equal steps of"
                                + " the prior's probability.",
                        edge,
                        edge),
                grid);
    }

    private static LatentGrid disc(WrappedNormalPrior prior) {
        double[][] grid = standardNormalQuantiles();
        Space ball = prior.space();
        double edge = -grid[0][0] * prior.sigma();
        for (int i = 0; i < grid.length; i++) {
            grid[i] = ball.point(new double[] {prior.sigma() * grid[i][0], prior.sigma() * grid[i][1]});
        }
        return new LatentGrid(
                "disc",
                String.format(
                        Locale.ROOT,
                        "the disc. Of the tangent plane at the origin it shows z1 to the right and z2 upwards, both"
                                + " from −%.2f to %.2f in equal steps of the prior's probability.",
                        edge,
                        edge),
                grid);
    }

    private static LatentGrid sphere() {
        double[][] grid = new double[SIDE * SIDE][];
        for (int i = 0; i < grid.length; i++) {
            double height = 2 * v(i) - 1;
            double radius = Math.sqrt(1 - height * height);
            double longitude = 2 * Math.PI * u(i);
            grid[i] = new double[] {radius * Math.cos(longitude), radius * Math.sin(longitude), height};
        }
        return new LatentGrid(
                "sphere",
                "the sphere as a map of equal areas, which goes once around from left to right, z3 upwards.",
                grid);
    }
}
