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
 * Importance sampling of log p(x) = log E_q[w] with the weights w = p(x|z) p(z) / q(z|x): the estimate is log 1/n Σ w
 * over n draws z from q(z|x) (Burda et al. 2016, eq. 8). The model's q(z|x) and p(z) must have densities.
 *
 * <p>The mean weight is unbiased for p(x). Its logarithm is a lower bound of log p(x) in expectation and approaches it
 * with more samples. Memory is that of one block of samples, whatever their number.
 */
public final class ImportanceSampling {

    /** Decoder rows per block: enough for an efficient GEMM, and a column of them fits a block of the CPU kernels. */
    private static final int ROWS = 1000;

    /** Examples per block: each sample reads a column of the examples, and short columns are slow to read. */
    private static final int EXAMPLES = 64;

    private final LatentModel model;
    private final int samples;

    /**
     * Creates an estimator.
     *
     * @param model a variational autoencoder; its parameters are unchanged
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
     * Estimates the mean of -log p(x) over a data set.
     *
     * @param data features; read to the end and reset
     * @param seed seed of the samples
     * @return mean, standard errors and effective sample sizes
     */
    public LogLikelihoodEstimate estimate(DataSetIterator data, long seed) {
        return estimate(data, seed, done -> {});
    }

    /**
     * Estimates the mean of -log p(x) over a data set.
     *
     * @param data features; read to the end and reset
     * @param seed seed of the samples
     * @param progress receives the number of finished examples after each block
     * @return mean, standard errors and effective sample sizes
     */
    public LogLikelihoodEstimate estimate(DataSetIterator data, long seed, LongConsumer progress) {
        return sweep(data, List.of(), seed, progress).estimate();
    }

    /**
     * Estimates the mean of -log p(x) over a data set, and from the same draws the bounds of fewer samples. The bound
     * of K samples is the mean over disjoint groups of K draws of log 1/K Σ w, which is unbiased.
     *
     * @param data features; read to the end and reset
     * @param sizes the numbers K, each from 1 to this estimator's samples
     * @param seed seed of the samples
     * @param progress receives the number of finished examples after each block
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
     * Estimates log p(x) of each example, with errors.
     *
     * @param x {@code [examples, features]}
     * @param seed seed of the samples
     * @return one estimate per example
     */
    public List<ExampleEstimate> perExample(INDArray x, long seed) {
        return perExample(x, seed, 0);
    }

    /**
     * Estimates log p(x) of each example of a part of a data set, with the same samples as in the whole data set.
     *
     * @param x {@code [examples, features]}
     * @param seed seed of the samples
     * @param firstExample number of the part's first example in the data set, ≥ 0
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
     * Estimates log p(x) of each example.
     *
     * @param x {@code [examples, features]}
     * @param seed seed of the samples
     * @return one value per example, nats
     */
    public double[] logLikelihood(INDArray x, long seed) {
        return logLikelihood(x, seed, 0);
    }

    /**
     * Estimates log p(x) of each example of a part of a data set, with the same samples as in the whole data set.
     *
     * @param x {@code [examples, features]}
     * @param seed seed of the samples
     * @param firstExample number of the part's first example in the data set, ≥ 0
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

    /** Draws the samples of some examples, block by block, and returns the statistics of each example's weights. */
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
