package org.vae4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.LogSumExp;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.StableMath;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.LatentPrior;

/** The posteriors of n examples, each for itself and as the mixture q(z) = 1/n Σ q(z|xᵢ). */
final class AggregatePosterior {

    private final int examples;
    private final int latent;
    /** Dimension by dimension: of example i at j · examples + i. */
    private final double[] mean;

    private final double[] logVar;

    private AggregatePosterior(List<GaussianPosteriors> parts) {
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
    }

    static AggregatePosterior of(LatentModel model, DataSetIterator data, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("found a limit of " + limit + " examples, expected a number >= 1");
        }
        if (!model.isVariational()) {
            throw new IllegalArgumentException(
                    "found a deterministic autoencoder, expected a variational one: it has no posteriors");
        }
        List<GaussianPosteriors> parts = new ArrayList<>();
        int examples = 0;
        while (data.hasNext() && examples < limit) {
            INDArray x = data.next().getFeatures();
            int count = Math.toIntExact(Math.min(x.size(0), limit - examples));
            INDArray head = count == x.size(0)
                    ? x
                    : x.get(NDArrayIndex.interval(0, count), NDArrayIndex.all())
                            .dup('f')
                            .reshape('f', count, x.size(1));
            parts.add(GaussianPosteriors.of(model.encode(head)));
            examples += count;
        }
        data.reset();
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("found no examples, expected at least one to look at");
        }
        return new AggregatePosterior(parts);
    }

    int examples() {
        return examples;
    }

    int latent() {
        return latent;
    }

    /** KL of one dimension, mean over the examples. */
    double kl(int dimension) {
        double sum = 0;
        for (int i = dimension * examples; i < (dimension + 1) * examples; i++) {
            sum += 0.5 * (mean[i] * mean[i] + Math.exp(logVar[i]) - logVar[i] - 1);
        }
        return sum / examples;
    }

    /** Variance over the examples of the posterior mean of one dimension. */
    double meanVariance(int dimension) {
        int from = dimension * examples;
        double average = Arrays.stream(mean, from, from + examples).average().orElseThrow();
        return Arrays.stream(mean, from, from + examples)
                .map(m -> (m - average) * (m - average))
                .average()
                .orElseThrow();
    }

    /** E[log q(z|x)] in closed form: minus the mean entropy. */
    double meanLogPosterior() {
        return -0.5 * (Arrays.stream(logVar).sum() / examples + latent * (1 + StableMath.LOG_TWO_PI));
    }

    /** E[log p(z)] over q(z), with one z from each example's posterior: those of {@link #meanLogDensity}. */
    double meanLogPrior(LatentPrior prior, long seed) {
        return Arrays.stream(prior.logDensity(draws(seed))).average().orElseThrow();
    }

    private double[] draws(long seed) {
        double[] z = ExampleNoise.normal(Streams.derive(seed, "latent"), NoiseRows.ofExamples(0, examples), latent);
        for (int i = 0; i < z.length; i++) {
            z[i] = mean[i] + Math.exp(logVar[i] / 2) * z[i];
        }
        return z;
    }

    /** E[log p(z)] over q(z) of the prior N(0, I), in closed form. */
    double meanLogPrior() {
        double squares = 0;
        for (int i = 0; i < mean.length; i++) {
            squares += mean[i] * mean[i] + Math.exp(logVar[i]);
        }
        return -0.5 * (squares / examples + latent * StableMath.LOG_TWO_PI);
    }

    /** E[log q(z)] over q(z), with one z from each example's posterior. */
    double meanLogDensity(long seed) {
        double[] z = draws(seed);
        double[] precision = new double[mean.length];
        double[] constant = new double[examples];
        for (int i = 0; i < z.length; i++) {
            precision[i] = Math.exp(-logVar[i]);
            constant[i % examples] += logVar[i] + StableMath.LOG_TWO_PI;
        }
        double sum = 0;
        double[] doubled = new double[examples];
        for (int n = 0; n < examples; n++) {
            System.arraycopy(constant, 0, doubled, 0, examples);
            for (int j = 0; j < latent; j++) {
                addSquares(z[j * examples + n], j * examples, precision, doubled);
            }
            for (int m = 0; m < examples; m++) {
                doubled[m] *= -0.5;
            }
            sum += LogSumExp.meanOf(doubled);
        }
        return sum / examples;
    }

    /** Over all examples, of one dimension: a loop that the compiler vectorises. */
    private void addSquares(double z, int from, double[] precision, double[] target) {
        for (int m = 0; m < target.length; m++) {
            double distance = z - mean[from + m];
            target[m] += distance * distance * precision[from + m];
        }
    }
}
