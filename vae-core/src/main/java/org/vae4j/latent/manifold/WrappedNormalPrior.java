package org.vae4j.latent.manifold;

import java.util.Arrays;
import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;
import org.vae4j.latent.Space;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;

/**
 * A {@link WrappedNormal} about the origin of the Poincaré ball with the same variance in all directions: log p(z) =
 * log N(v; 0, σ² I) + (n - 1) log(√c r / sinh √c r), where v is the tangent vector at the origin that leads to z and r
 * its length, the distance. It has no parameters.
 *
 * @param curvature c > 0 of the ball, the same as the posterior's
 * @param sigma σ > 0, in units of distance
 */
public record WrappedNormalPrior(double curvature, double sigma) implements Prior {

    /** Creates the prior of standard deviation 1 in the ball of curvature -1. */
    public WrappedNormalPrior() {
        this(1, 1);
    }

    /** Checks the ranges. */
    public WrappedNormalPrior {
        new PoincareBall(curvature);
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("found sigma = " + sigma + ", expected a number > 0");
        }
    }

    @Override
    public String name() {
        return "wrapped_normal";
    }

    @Override
    public Space space() {
        return new PoincareBall(curvature);
    }

    private WrappedNormal distribution(int dimensions) {
        double[] logVar = new double[dimensions];
        Arrays.fill(logVar, 2 * Math.log(sigma));
        return new WrappedNormal(new PoincareBall(curvature), new double[dimensions], logVar);
    }

    /** Copies a row of values that are laid out as z is. */
    private static double[] row(Columns z, double[] values, int row) {
        double[] result = new double[z.count()];
        for (int j = 0; j < result.length; j++) {
            result[j] = values[z.at(row, j)];
        }
        return result;
    }

    @Override
    public void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        WrappedNormal distribution = distribution(z.count());
        for (int r = 0; r < z.rows(); r++) {
            logDensity[r] += distribution.logDensity(row(z, z.values(), r));
        }
    }

    @Override
    public void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        WrappedNormal distribution = distribution(z.count());
        WrappedNormal.Gradient unused = new WrappedNormal.Gradient(z.count());
        for (int r = 0; r < z.rows(); r++) {
            double[] toZ = distribution.addLogDensityGradient(row(z, z.values(), r), 1, unused);
            for (int j = 0; j < toZ.length; j++) {
                z.gradient()[z.at(r, j)] += weights[r] * toZ[j];
            }
        }
    }

    @Override
    public void sample(Columns parameters, long seed, Columns z) {
        WrappedNormal distribution = distribution(z.count());
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, z.rows()), z.count());
        for (int r = 0; r < z.rows(); r++) {
            double[] point = distribution.draw(row(z, noise, r));
            for (int j = 0; j < point.length; j++) {
                z.values()[z.at(r, j)] = point[j];
            }
        }
    }

    /** {@return false: outside the ball there is no density} */
    @Override
    public boolean smoothEverywhere() {
        return false;
    }
}
