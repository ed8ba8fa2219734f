package org.vae4j.eval.aggregate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vae4j.dist.Gaussian;
import org.vae4j.eval.GaussianPosteriors;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.LogSumExp;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.StableMath;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.LatentPrior;

/**
 * Diagonal Gaussian posteriors q(z|x_m) = N(μ_m, diag σ_m²). Expectations that have a closed form are computed by it.
 * The densities of the mixture q(z) = 1/n Σ_m q(z|x_m) and of its marginals are averaged over one draw z from each
 * posterior: log q(z) = log 1/n Σ_m exp(-½ Σ_j [(z_j - μ_mj)² / σ_mj² + log σ_mj² + log 2π]).
 */
final class GaussianAggregate implements AggregatePosterior {

    private final int examples;
    private final int latent;
    private final LatentPrior prior;
    /** Means and log-variances, dimension by dimension: dimension j of example i is at j · examples + i. */
    private final double[] mean;

    private final double[] logVar;
    /** 1 / σ_mj², stored as the means are. */
    private final double[] precision;
    /** One draw from each posterior, stored as the means are. */
    private final double[] draws;

    private GaussianAggregate(List<GaussianPosteriors> parts, LatentPrior prior, long seed) {
        this.prior = prior;
        examples = parts.stream().mapToInt(part -> part.examples).sum();
        latent = parts.get(0).latent;
        mean = new double[examples * latent];
        logVar = new double[examples * latent];
        int from = 0;
        for (GaussianPosteriors part : parts) {
            for (int j = 0; j < latent; j++) {
                int target = j * examples + from;
                System.arraycopy(part.mean, j * part.examples, mean, target, part.examples);
                System.arraycopy(part.logVar, j * part.examples, logVar, target, part.examples);
            }
            from += part.examples;
        }
        precision = Arrays.stream(logVar).map(v -> Math.exp(-v)).toArray();
        draws = draws(seed);
    }

    static GaussianAggregate of(LatentModel model, List<GaussianPosteriors> parts, long seed) {
        return new GaussianAggregate(parts, model.prior(), seed);
    }

    @Override
    public int examples() {
        return examples;
    }

    @Override
    public List<Double> klPerDimension() {
        return prior.isStandard()
                ? IntStream.range(0, latent).mapToObj(this::kl).toList()
                : List.of();
    }

    /** KL of one dimension, mean over the examples. */
    private double kl(int dimension) {
        double sum = 0;
        for (int i = dimension * examples; i < (dimension + 1) * examples; i++) {
            sum += Gaussian.klToStandard(mean[i], logVar[i]);
        }
        return sum / examples;
    }

    @Override
    public List<Double> locationVariance() {
        return IntStream.range(0, latent)
                .mapToObj(j -> Locations.variance(mean, j * examples, examples))
                .toList();
    }

    /** E[log q(z|x)] is minus the mean entropy, -½ Σ_j (log σ_j² + 1 + log 2π). */
    @Override
    public double meanLogPosterior() {
        return -0.5 * (Arrays.stream(logVar).sum() / examples + latent * (1 + StableMath.LOG_TWO_PI));
    }

    /** E[log p(z)], in closed form for N(0, I); for other priors over the draws of {@link #meanLogDensity}. */
    @Override
    public double meanLogPrior() {
        return prior.isStandard()
                ? meanLogStandardNormal()
                : Arrays.stream(prior.logDensity(draws)).average().orElseThrow();
    }

    private double[] draws(long seed) {
        double[] z = ExampleNoise.normal(Streams.derive(seed, "latent"), NoiseRows.ofExamples(0, examples), latent);
        for (int i = 0; i < z.length; i++) {
            z[i] = mean[i] + Math.exp(logVar[i] / 2) * z[i];
        }
        return z;
    }

    /** E[log N(z; 0, I)] = -½ Σ_j (μ_j² + σ_j² + log 2π), mean over the examples. */
    private double meanLogStandardNormal() {
        double squares = 0;
        for (int i = 0; i < mean.length; i++) {
            squares += mean[i] * mean[i] + Math.exp(logVar[i]);
        }
        return -0.5 * (squares / examples + latent * StableMath.LOG_TWO_PI);
    }

    @Override
    public double meanLogDensity() {
        double[] constant = new double[examples]; // Σ_j (log σ_j² + log 2π) of each posterior
        for (int i = 0; i < logVar.length; i++) {
            constant[i % examples] += logVar[i] + StableMath.LOG_TWO_PI;
        }
        double sum = 0;
        double[] logDensities = new double[examples];
        for (int n = 0; n < examples; n++) {
            System.arraycopy(constant, 0, logDensities, 0, examples);
            for (int j = 0; j < latent; j++) {
                addSquares(draws[j * examples + n], j * examples, logDensities);
            }
            for (int m = 0; m < examples; m++) {
                logDensities[m] *= -0.5;
            }
            sum += LogSumExp.meanOf(logDensities);
        }
        return sum / examples;
    }

    /** The mean of log q(z) - Σ_j log q(z_j) over the first draws; each marginal is computed once for both terms. */
    @Override
    public double totalCorrelation() {
        int count = Math.min(MOST_DRAWS, examples);
        double[] joint = new double[examples];
        double[] marginal = new double[examples];
        double sum = 0;
        for (int n = 0; n < count; n++) {
            Arrays.fill(joint, 0);
            for (int j = 0; j < latent; j++) {
                int from = j * examples;
                System.arraycopy(logVar, from, marginal, 0, examples);
                addSquares(draws[from + n], from, marginal);
                for (int m = 0; m < examples; m++) {
                    marginal[m] = -0.5 * (marginal[m] + StableMath.LOG_TWO_PI);
                    joint[m] += marginal[m];
                }
                sum -= LogSumExp.meanOf(marginal);
            }
            sum += LogSumExp.meanOf(joint);
        }
        return sum / count;
    }

    /** Adds (z - μ_m)² / σ_m² of one dimension for all examples m, in a loop that the JIT compiler vectorises. */
    private void addSquares(double z, int from, double[] target) {
        for (int m = 0; m < target.length; m++) {
            double distance = z - mean[from + m];
            target[m] += distance * distance * precision[from + m];
        }
    }
}
