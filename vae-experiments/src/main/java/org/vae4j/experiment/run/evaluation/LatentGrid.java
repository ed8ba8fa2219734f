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
 * A grid of latents over a surface that a picture can show, at equal steps of the prior's probability: the plane of
 * N(0, I), the disc of a wrapped normal distribution, a map of the sphere.
 *
 * @param surface its name
 * @param description what it is, for a caption
 * @param points row by row from the top
 */
record LatentGrid(String surface, String description, double[][] points) {

    /** Latents of a row, and rows. */
    static final int SIDE = 20;

    /**
     * The grid of a prior.
     *
     * @param prior p(z)
     * @param latent dimensions of z
     * @return nothing where no picture shows all of the space
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

    /** The column of a cell as a number in (0, 1), from left to right. */
    private static double across(int i) {
        return (i % SIDE + 0.5) / SIDE;
    }

    /** The row of a cell as a number in (0, 1), from the bottom up. */
    private static double up(int i) {
        return 1 - (i / SIDE + 0.5) / SIDE;
    }

    private static double[][] normal() {
        NormalDistribution prior = new NormalDistribution(null, 0, 1);
        double[][] grid = new double[SIDE * SIDE][];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = new double[] {
                prior.inverseCumulativeProbability(across(i)), prior.inverseCumulativeProbability(up(i))
            };
        }
        return grid;
    }

    private static LatentGrid plane() {
        double[][] grid = normal();
        return new LatentGrid(
                "plane",
                String.format(
                        Locale.ROOT,
                        "the latent plane, z1 to the right and z2 upwards, both from −%.2f to %.2f in equal steps of the"
                                + " prior's probability.",
                        -grid[0][0],
                        -grid[0][0]),
                grid);
    }

    private static LatentGrid disc(WrappedNormalPrior prior) {
        double[][] grid = normal();
        Space ball = prior.space();
        double edge = -grid[0][0] * prior.sigma();
        for (int i = 0; i < grid.length; i++) {
            grid[i] = ball.point(new double[] {prior.sigma() * grid[i][0], prior.sigma() * grid[i][1]});
        }
        return new LatentGrid(
                "disc",
                String.format(
                        Locale.ROOT,
                        "the disc. Of the tangent plane at the origin it shows z1 to the right and z2 upwards, both from −%.2f"
                                + " to %.2f in equal steps of the prior's probability.",
                        edge,
                        edge),
                grid);
    }

    private static LatentGrid sphere() {
        double[][] grid = new double[SIDE * SIDE][];
        for (int i = 0; i < grid.length; i++) {
            double height = 2 * up(i) - 1;
            double radius = Math.sqrt(1 - height * height);
            double longitude = 2 * Math.PI * across(i);
            grid[i] = new double[] {radius * Math.cos(longitude), radius * Math.sin(longitude), height};
        }
        return new LatentGrid(
                "sphere",
                "the sphere as a map of equal areas, which goes once around from left to right, z3 upwards.",
                grid);
    }
}
