package org.vae4j.eval.importance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.eval.Evidence;
import org.vae4j.eval.ExampleEstimate;
import org.vae4j.eval.ExampleTotals;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.RunningVariance;
import org.vae4j.eval.importance.LogWeights.Part;
import org.vae4j.math.RowBlocks;
import org.vae4j.model.LatentModel;

/**
 * Importance-sampled log p(x) = log E_q[p(x|z) p(z) / q(z|x)], estimated by the log of the mean weight of
 * {@code samples} latents from q(z|x) (Burda et al. 2016, eq. 8). Any model serves whose q(z|x) and p(z) have
 * densities.
 *
 * <p>The mean of the weights is unbiased for p(x); its logarithm is a lower bound of log p(x) in expectation, tight as
 * the samples grow. Any number of samples runs in the memory of one block of them.
 */
public final class ImportanceSampling {

    /**
     * Decoder rows at once: enough for GEMM to be efficient, and a column of them is one block of the kernels' passes.
     */
    private static final int ROWS = 1000;

    /** Examples at once: each column of theirs is read in one run for every sample, and short runs are slow to read. */
    private static final int EXAMPLES = 64;

    private final LatentModel model;
    private final int samples;

    /**
     * Makes an estimator.
     *
     * @param model a variational autoencoder; unchanged
     * @param samples importance samples per example, ≥ 1
     */
    public ImportanceSampling(LatentModel model, int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("found samples = " + samples + ", expected a number >= 1");
        }
        Evidence.require(model);
        this.model = model;
        this.samples = samples;
    }

    /**
     * Estimates over a data set.
     *
     * @param data features; read to the end and reset
     * @param seed of the samples
     * @return mean, standard errors and effective sample sizes
     */
    public LogLikelihoodEstimate estimate(DataSetIterator data, long seed) {
        return estimate(data, seed, done -> {});
    }

    /**
     * Estimates over a data set.
     *
     * @param data features; read to the end and reset
     * @param seed of the samples
     * @param progress is told again and again how many examples are done
     * @return mean, standard errors and effective sample sizes
     */
    public LogLikelihoodEstimate estimate(DataSetIterator data, long seed, LongConsumer progress) {
        return sweep(data, List.of(), seed, progress).estimate();
    }

    /**
     * Estimates over a data set, and the bounds with fewer samples from the same draws: for K samples, each example's
     * mean over disjoint groups of K, which is unbiased for E log 1/K Σ w.
     *
     * @param data features; read to the end and reset
     * @param sizes the K, each from 1 to this estimator's samples
     * @param seed of the samples
     * @param progress is told again and again how many examples are done
     * @return the estimate and a bound for each K
     */
    public BoundSweep sweep(DataSetIterator data, List<Integer> sizes, long seed, LongConsumer progress) {
        for (int size : sizes) {
            if (size < 1 || size > samples) {
                throw new IllegalArgumentException("found a bound of " + size + " samples, expected 1 to " + samples
                        + ", the number that is drawn");
            }
        }
        ExampleTotals totals = new ExampleTotals();
        List<RunningVariance> bounds = new ArrayList<>();
        sizes.forEach(size -> bounds.add(new RunningVariance()));
        LogWeights.OfExamples posteriors = LogWeights.of(model);
        while (data.hasNext()) {
            INDArray x = data.next().getFeatures();
            for (Part part : parts(x, seed, totals.examples())) {
                for (WeightStatistics weights : sample(posteriors.of(part), sizes)) {
                    totals.add(weights.estimate());
                    for (int i = 0; i < bounds.size(); i++) {
                        bounds.get(i).add(-weights.bound(i));
                    }
                }
                progress.accept(totals.examples());
            }
        }
        data.reset();
        List<Bound> results = new ArrayList<>();
        for (int i = 0; i < bounds.size(); i++) {
            RunningVariance bound = bounds.get(i);
            results.add(new Bound(sizes.get(i), bound.mean(), bound.standardError()));
        }
        return new BoundSweep(totals.estimate(samples), results);
    }

    /**
     * Estimates of each example.
     *
     * @param x {@code [examples, features]}
     * @param seed of the samples
     * @return one per example
     */
    public List<ExampleEstimate> perExample(INDArray x, long seed) {
        return perExample(x, seed, 0);
    }

    /**
     * Estimates of each example of a part of a data set, with the samples that it has in the whole.
     *
     * @param x {@code [examples, features]}
     * @param seed of the samples
     * @param firstExample number of the part's first example, ≥ 0
     * @return one estimate per example
     */
    public List<ExampleEstimate> perExample(INDArray x, long seed, long firstExample) {
        List<ExampleEstimate> result = new ArrayList<>();
        LogWeights.OfExamples posteriors = LogWeights.of(model);
        for (Part part : parts(x, seed, firstExample)) {
            for (WeightStatistics weights : sample(posteriors.of(part), List.of())) {
                result.add(weights.estimate());
            }
        }
        return result;
    }

    /**
     * log p(x) of each example.
     *
     * @param x {@code [examples, features]}
     * @param seed of the samples
     * @return one value per example, nats
     */
    public double[] logLikelihood(INDArray x, long seed) {
        return logLikelihood(x, seed, 0);
    }

    /**
     * log p(x) of each example of a part of a data set, with the samples that it has in the whole.
     *
     * @param x {@code [examples, features]}
     * @param seed of the samples
     * @param firstExample number of the part's first example, ≥ 0
     * @return one value per example, nats
     */
    public double[] logLikelihood(INDArray x, long seed, long firstExample) {
        return perExample(x, seed, firstExample).stream()
                .mapToDouble(ExampleEstimate::logLikelihoodNats)
                .toArray();
    }

    private static List<Part> parts(INDArray x, long seed, long firstExample) {
        return RowBlocks.of(x, EXAMPLES).stream()
                .map(block -> new Part(block.rows(), seed, firstExample + block.from()))
                .toList();
    }

    private WeightStatistics[] sample(LogWeights posteriors, List<Integer> sizes) {
        int examples = posteriors.examples();
        WeightStatistics[] weights = new WeightStatistics[examples];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = new WeightStatistics(sizes);
        }
        int block = Math.max(1, Math.min(samples, ROWS / examples));
        for (int done = 0; done < samples; done += block) {
            double[] logWeights = posteriors.of(done, Math.min(block, samples - done));
            for (int r = 0; r < logWeights.length; r++) {
                weights[r % examples].add(logWeights[r]);
            }
        }
        return weights;
    }
}
