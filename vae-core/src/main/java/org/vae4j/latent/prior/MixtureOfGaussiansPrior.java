package org.vae4j.latent.prior;

import java.util.Arrays;
import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;

/**
 * A mixture of K diagonal Gaussians of equal weight, p(z) = 1/K Σ N(z; μ_k, diag σ_k²). Its parameters are [μ | log σ²] of
 * each component, {@code [K, 2 · latent]}, learned with the model. With one component at μ = 0, log σ² = 0 it is N(0, I);
 * with the posteriors of pseudo-inputs as components it is the VampPrior (Tomczak and Welling 2018, eq. 9).
 *
 * @param components K, ≥ 1
 */
public record MixtureOfGaussiansPrior(int components) implements Prior {

    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    /** Ten components. */
    public MixtureOfGaussiansPrior() {
        this(10);
    }

    /** Checks the number. */
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
    public void initialise(Columns parameters, long seed) {
        int means = parameters.values().length / 2;
        System.arraycopy(GaussianNoise.draw(seed, means), 0, parameters.values(), 0, means);
        Arrays.fill(parameters.values(), means, 2 * means, 0);
    }

    @Override
    public void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        double[] terms = new double[parameters.rows()];
        for (int r = 0; r < z.rows(); r++) {
            logDensity[r] += logTerms(z, r, parameters, terms) - Math.log(parameters.rows());
        }
    }

    /** Overwrites the terms with log N(z; μ_k, σ_k²) and returns the logarithm of their sum. */
    private static double logTerms(Columns z, int row, Columns parameters, double[] terms) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < terms.length; k++) {
            double sum = 0;
            for (int j = 0; j < z.count(); j++) {
                double distance = z.values()[z.at(row, j)] - parameters.values()[parameters.at(k, j)];
                double logVar = parameters.values()[parameters.at(k, z.count() + j)];
                sum -= 0.5 * (distance * distance * Math.exp(-logVar) + logVar) + HALF_LOG_TWO_PI;
            }
            terms[k] = sum;
            largest = Math.max(largest, sum);
        }
        double total = 0;
        for (double term : terms) {
            total += Math.exp(term - largest);
        }
        return largest + Math.log(total);
    }

    @Override
    public void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        double[] terms = new double[parameters.rows()];
        for (int r = 0; r < z.rows(); r++) {
            double logSum = logTerms(z, r, parameters, terms);
            for (int k = 0; k < terms.length; k++) {
                addComponent(z, r, parameters, k, weights[r] * Math.exp(terms[k] - logSum));
            }
        }
    }

    private static void addComponent(Columns z, int row, Columns parameters, int component, double weight) {
        for (int j = 0; j < z.count(); j++) {
            int mean = parameters.at(component, j);
            int logVar = parameters.at(component, z.count() + j);
            double distance = z.values()[z.at(row, j)] - parameters.values()[mean];
            double pull = distance * Math.exp(-parameters.values()[logVar]);
            z.gradient()[z.at(row, j)] -= weight * pull;
            parameters.gradient()[mean] += weight * pull;
            parameters.gradient()[logVar] += weight * 0.5 * (distance * pull - 1);
        }
    }

    @Override
    public void sample(Columns parameters, long seed, Columns z) {
        long which = Streams.derive(seed, "component");
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, z.rows()), z.count());
        for (int r = 0; r < z.rows(); r++) {
            int k = (int) Long.remainderUnsigned(Streams.at(which, r), parameters.rows());
            for (int j = 0; j < z.count(); j++) {
                double sigma = Math.exp(parameters.values()[parameters.at(k, z.count() + j)] / 2);
                z.values()[z.at(r, j)] = parameters.values()[parameters.at(k, j)] + sigma * noise[z.at(r, j)];
            }
        }
    }
}
