package org.vae4j.latent.prior;

import java.util.Arrays;
import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;
import org.vae4j.math.GaussianNoise;

/**
 * A mixture of K diagonal Gaussians of equal weight, p(z) = 1/K Σ N(z; μ_k, diag σ_k²). Its parameters are [μ | log σ²]
 * of each component, {@code [K, 2 · latent]}, learned with the model. With one component at μ = 0, log σ² = 0 it is
 * N(0, I).
 *
 * @param components K, ≥ 1
 */
public record MixtureOfGaussiansPrior(int components) implements Prior {

    /** Ten components. */
    public MixtureOfGaussiansPrior() {
        this(10);
    }

    public MixtureOfGaussiansPrior {
        if (components < 1) {
            throw new IllegalArgumentException("found components = " + components + ", expected a number >= 1");
        }
    }

    @Override
    public String name() {
        return "mixture";
    }

    @Override
    public Parameters parameters(int latent) {
        return new Parameters(components, 2 * latent);
    }

    /** Means drawn from N(0, I), variances of 1: together the components begin somewhat wider than N(0, I). */
    @Override
    public void initialise(Columns parameters, int latent, long seed) {
        int means = parameters.values().length / 2;
        System.arraycopy(GaussianNoise.draw(seed, means), 0, parameters.values(), 0, means);
        Arrays.fill(parameters.values(), means, 2 * means, 0);
    }

    @Override
    public void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        GaussianMixture.addLogDensity(z, parameters, logDensity);
    }

    @Override
    public void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        GaussianMixture.addLogDensityGradient(z, parameters, weights);
    }

    @Override
    public void sample(Columns parameters, long seed, Columns z) {
        GaussianMixture.sample(parameters, seed, z);
    }
}
