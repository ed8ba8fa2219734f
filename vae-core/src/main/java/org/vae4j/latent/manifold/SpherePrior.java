package org.vae4j.latent.manifold;

import org.apache.commons.math3.special.Gamma;
import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;
import org.vae4j.latent.Space;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;

/**
 * The uniform distribution on the sphere in ℝᵐ: p(z) = Γ(m/2) / (2 π^(m/2)) for ‖z‖ = 1, with respect to its surface. A
 * draw is a Gaussian one divided by its length.
 */
public record SpherePrior() implements Prior {

    @Override
    public String name() {
        return "sphere";
    }

    @Override
    public Space space() {
        return new UnitSphere();
    }

    /** log p(z) = -log area of the sphere in m ≥ 1 dimensions, nats. */
    static double logDensity(int dimensions) {
        double half = dimensions / 2.0;
        return Gamma.logGamma(half) - Math.log(2) - half * Math.log(Math.PI);
    }

    @Override
    public void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        double constant = logDensity(z.count());
        for (int r = 0; r < z.rows(); r++) {
            logDensity[r] += constant;
        }
    }

    /** Adds nothing, since the density is constant on the sphere. */
    @Override
    public void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        // The gradient is 0.
    }

    @Override
    public void sample(Columns parameters, long seed, Columns z) {
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, z.rows()), z.count());
        double[] point = new double[z.count()];
        for (int r = 0; r < z.rows(); r++) {
            for (int j = 0; j < point.length; j++) {
                point[j] = noise[z.at(r, j)];
            }
            UnitSphere.normalise(point);
            for (int j = 0; j < point.length; j++) {
                z.values()[z.at(r, j)] = point[j];
            }
        }
    }

    @Override
    public boolean smoothEverywhere() {
        return false;
    }
}
