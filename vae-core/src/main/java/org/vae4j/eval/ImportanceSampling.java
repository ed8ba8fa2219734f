package org.vae4j.eval;

import java.util.function.LongConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.LogSumExp;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.Posterior;

/**
 * Importance-sampled log p(x) = log E_q[p(x|z) p(z) / q(z|x)], estimated by the log of the mean weight of
 * {@code samples} latents from q(z|x) (Burda et al. 2016, eq. 8).
 *
 * <p>The mean of the weights is unbiased for p(x); its logarithm is a lower bound of log p(x) in expectation, tight as the
 * samples grow. Any number of samples runs in the memory of one block of them.
 */
public final class ImportanceSampling {

    /** Decoder rows at once: enough for GEMM to be efficient, and a column of them is one block of the kernels' passes. */
    private static final int ROWS = 1000;

    /** Examples at once: each column of theirs is read in one run for every sample, and short runs are slow to read. */
    private static final int EXAMPLES = 64;

    private final LatentModel model;
    private final int samples;

    /**
     * An estimator.
     *
     * @param model a variational autoencoder; unchanged
     * @param samples importance samples an example, ≥ 1
     */
    public ImportanceSampling(LatentModel model, int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("found samples = " + samples + ", expected a number >= 1");
        }
        if (!model.isVariational()) {
            throw new IllegalArgumentException("found a deterministic autoencoder, expected a variational one:"
                    + " it has no posterior to sample, and no p(x)");
        }
        this.model = model;
        this.samples = samples;
    }

    /**
     * Estimates over a data set.
     *
     * @param data features; read to the end and reset
     * @param seed of the samples
     * @return mean, standard error and effective sample size
     */
    public LogLikelihoodEstimate estimate(DataSetIterator data, long seed) {
        return estimate(data, seed, done -> {});
    }

    /**
     * Estimates over a data set, telling how far it is.
     *
     * @param data features; read to the end and reset
     * @param seed of the samples
     * @param progress told after each batch how many examples are done
     * @return mean, standard error and effective sample size
     */
    public LogLikelihoodEstimate estimate(DataSetIterator data, long seed, LongConsumer progress) {
        RunningVariance variance = new RunningVariance();
        double effective = 0;
        long examples = 0;
        for (int batch = 0; data.hasNext(); batch++) {
            for (Weights weights : weights(data.next().getFeatures(), Streams.at(seed, batch))) {
                variance.add(-weights.logMean());
                effective += weights.effectiveSampleSize();
                examples++;
            }
            progress.accept(examples);
        }
        data.reset();
        return new LogLikelihoodEstimate(
                examples, samples, variance.mean(), variance.standardError(), effective / examples);
    }

    /**
     * log p(x) of each example.
     *
     * @param x {@code [examples, features]}
     * @param seed of the samples
     * @return one value an example, nats
     */
    public double[] logLikelihood(INDArray x, long seed) {
        Weights[] weights = weights(x, seed);
        double[] result = new double[weights.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = weights[i].logMean();
        }
        return result;
    }

    private Weights[] weights(INDArray x, long seed) {
        Weights[] result = new Weights[Math.toIntExact(x.size(0))];
        for (int from = 0; from < result.length; from += EXAMPLES) {
            int to = Math.min(result.length, from + EXAMPLES);
            INDArray part = x.get(NDArrayIndex.interval(from, to), NDArrayIndex.all())
                    .dup('f')
                    .reshape('f', to - from, x.size(1));
            Weights[] weights = sample(part, Streams.at(seed, from));
            System.arraycopy(weights, 0, result, from, weights.length);
        }
        return result;
    }

    private Weights[] sample(INDArray x, long seed) {
        Posteriors posterior = Posteriors.of(model.encode(x));
        Weights[] weights = new Weights[posterior.examples];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = new Weights();
        }
        int block = Math.max(1, Math.min(samples, ROWS / posterior.examples));
        for (int done = 0; done < samples; done += block) {
            int count = Math.min(block, samples - done);
            int rows = count * posterior.examples;
            double[] z = GaussianNoise.draw(Streams.at(seed, done), rows * posterior.latent);
            double[] logWeights = posterior.place(z, count);
            INDArray latents = Nd4j.createUninitialized(x.dataType(), new long[] {rows, posterior.latent}, 'f');
            Kernels.of(x.dataType()).write(z, Matrix.of(latents));
            double[] negLogLikelihood = model.negLogLikelihood(x, latents);
            for (int r = 0; r < rows; r++) {
                weights[r % posterior.examples].add(logWeights[r] - negLogLikelihood[r]);
            }
        }
        return weights;
    }

    /** The weights of one example: their sum, and the sum of their squares. */
    private static final class Weights {
        private final LogSumExp sum = new LogSumExp();
        private final LogSumExp squares = new LogSumExp();

        void add(double logWeight) {
            sum.add(logWeight);
            squares.add(2 * logWeight);
        }

        double logMean() {
            return sum.mean();
        }

        double effectiveSampleSize() {
            return Math.exp(2 * sum.value() - squares.value());
        }
    }

    /** The posteriors of a few examples, as plain numbers, column by column. */
    private static final class Posteriors {
        private final int examples;
        private final int latent;
        private final double[] mean;
        private final double[] logVar;

        private Posteriors(int examples, int latent) {
            this.examples = examples;
            this.latent = latent;
            this.mean = new double[examples * latent];
            this.logVar = new double[examples * latent];
        }

        static Posteriors of(Posterior posterior) {
            Matrix mean = Matrix.of(posterior.mean());
            Matrix logVar = Matrix.of(posterior.logVar());
            Posteriors result = new Posteriors(mean.rows(), mean.columns());
            Kernels kernels = Kernels.of(mean.type());
            kernels.read(mean, result.mean);
            kernels.read(logVar, result.logVar);
            return result;
        }

        /**
         * Turns noise into latents, in place, and returns log p(z) - log q(z|x) = ½ Σ ε² + log σ² - z² of each.
         * Row s · examples + i is sample s of example i.
         */
        double[] place(double[] noise, int samplesAtOnce) {
            int rows = samplesAtOnce * examples;
            double[] logRatio = new double[rows];
            for (int j = 0; j < latent; j++) {
                for (int i = 0; i < examples; i++) {
                    double m = mean[j * examples + i];
                    double v = logVar[j * examples + i];
                    double sigma = Math.exp(v / 2);
                    for (int r = i; r < rows; r += examples) {
                        double epsilon = noise[j * rows + r];
                        double z = m + sigma * epsilon;
                        noise[j * rows + r] = z;
                        logRatio[r] += 0.5 * (epsilon * epsilon + v - z * z);
                    }
                }
            }
            return logRatio;
        }
    }
}
