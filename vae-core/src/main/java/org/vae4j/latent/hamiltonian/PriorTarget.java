package org.vae4j.latent.hamiltonian;

import java.util.Arrays;
import java.util.Objects;
import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;

/**
 * log p(z) of a prior without parameters. Products with its second derivatives are central differences of the gradient
 * along the direction of each row, which are exact to rounding for N(0, I), whose gradient is linear.
 *
 * @param prior p(z)
 * @param latent latent dimensions, ≥ 1
 */
public record PriorTarget(Prior prior, int latent) implements Target {

    private static final Columns NO_PARAMETERS = new Columns(0, 0);

    /** The displacement of central differences: truncation and rounding errors are near 1e-10. */
    private static final double DISTANCE = 1e-5;

    public PriorTarget {
        Objects.requireNonNull(prior, "prior");
    }

    @Override
    public double[] slope(double[] z) {
        Columns columns = new Columns(z.length / latent, latent);
        System.arraycopy(z, 0, columns.values(), 0, z.length);
        double[] ones = new double[columns.rows()];
        Arrays.fill(ones, 1);
        prior.addLogDensityGradient(columns, NO_PARAMETERS, ones);
        return columns.gradient();
    }

    @Override
    public double[] curvature(double[] z, double[] direction) {
        Directions unit = Directions.of(direction, z.length / latent, DISTANCE);
        double[] above = slope(unit.displaced(z, 1));
        double[] below = slope(unit.displaced(z, -1));
        double[] result = new double[z.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = unit.scale(i) * (above[i] - below[i]);
        }
        return result;
    }
}
