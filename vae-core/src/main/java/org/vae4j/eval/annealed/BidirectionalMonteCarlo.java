package org.vae4j.eval.annealed;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.eval.ExampleEstimate;
import org.vae4j.eval.ExampleTotals;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.RunningVariance;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Start;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.RowBlocks;
import org.vae4j.model.LatentModel;
import org.vae4j.model.SimulatedExamples;

/**
 * Bidirectional Monte Carlo: bounds of log p(x) from both sides, which show how close annealed importance sampling
 * comes to it (Grosse, Ghahramani and Adams 2015; Grosse, Ancha and Roy 2016; written from memory of the papers).
 *
 * <p>The examples are simulated from the model, z ~ p(z) and x ~ p(x|z), so z is an exact draw of p(z|x). The weights
 * of forward chains, from the start to p(z|x), have the mean p(x); the logarithm of their average is a lower bound of
 * log p(x) in expectation. Backward chains start at z, and their reciprocal weights have the mean 1/p(x); minus the
 * logarithm of their average is an upper bound. The expected gap between the bounds exceeds the error of either.
 */
public final class BidirectionalMonteCarlo {

    /**
     * The bounds from both sides, as means over the examples.
     *
     * @param forward -log p(x) by forward chains, in expectation too high
     * @param backward -log p(x) by backward chains, in expectation too low
     * @param gapNats forward less backward, nats per example
     * @param gapStandardErrorNats standard error of the gap over the examples
     * @param forwardAcceptanceRate acceptance rate of the forward transitions, in [0, 1]; NaN for one temperature
     * @param backwardAcceptanceRate acceptance rate of the backward transitions
     * @param bounds the bounds of each example, in the order of the examples
     */
    public record Sandwich(
            LogLikelihoodEstimate forward,
            LogLikelihoodEstimate backward,
            double gapNats,
            double gapStandardErrorNats,
            double forwardAcceptanceRate,
            double backwardAcceptanceRate,
            List<Bounds> bounds) {

        /** Copies the list. */
        public Sandwich {
            bounds = List.copyOf(bounds);
        }
    }

    /**
     * The bounds of one example. All backward chains start at the same z, so the sampling error and the effective
     * sample size of {@code backward} are conditional on it. The variation with z is part of the standard error over
     * examples.
     *
     * @param forward an estimate of log p(x), in expectation too low
     * @param backward an estimate of log p(x), in expectation too high
     */
    public record Bounds(ExampleEstimate forward, ExampleEstimate backward) {}

    private final LatentModel model;
    private final Settings settings;

    /**
     * Creates an estimator.
     *
     * @param model a variational autoencoder; its parameters are unchanged
     * @param settings the number of chains and of their steps in each direction
     * @throws IllegalArgumentException when chains of the model cannot start there or cannot return to the start
     */
    public BidirectionalMonteCarlo(LatentModel model, Settings settings) {
        ChainSpaces.require(model, settings.start());
        if (settings.start() == Start.POSTERIOR && !model.hasGaussianPosteriors()) {
            throw new IllegalArgumentException("found posteriors of the family "
                    + model.posterior().name() + (model.part().transformed() ? " behind a transform" : "")
                    + ", expected diagonal Gaussians of one layer, to which a chain can be led back from any z: let"
                    + " chains begin at the prior");
        }
        this.model = model;
        this.settings = settings;
    }

    /**
     * Computes the bounds on simulated examples, one for each example of a data set.
     *
     * @param data gives the number of examples and, for a conditional model, their conditions; its features are not
     *     used; read to the end and reset
     * @param seed seed of the examples and the chains
     * @param progress receives the number of finished examples
     * @return means, errors and acceptance rates
     */
    public Sandwich estimate(DataSetIterator data, long seed, LongConsumer progress) {
        Totals totals = new Totals(settings);
        ChainSpaces spaces = new ChainSpaces(model, settings.start());
        while (data.hasNext()) {
            INDArray like = data.next().getFeatures();
            long first = totals.forward.examples();
            SimulatedExamples made = SimulatedExamples.like(model, spaces.prior(), like, first, seed);
            for (Chains chains : run(spaces, made, first, seed)) {
                totals.add(chains);
                progress.accept(totals.forward.examples());
            }
        }
        data.reset();
        return totals.sandwich();
    }

    /**
     * Computes the bounds of each of some simulated examples.
     *
     * @param made the examples with the z from which they were drawn
     * @param seed seed of the chains
     * @return the bounds of each example
     */
    public List<Bounds> perExample(SimulatedExamples made, long seed) {
        List<Bounds> result = new ArrayList<>();
        for (Chains chains : run(new ChainSpaces(model, settings.start()), made, 0, seed)) {
            result.addAll(chains.bounds());
        }
        return result;
    }

    /** The chains of a block of examples in both directions. */
    private record Chains(ChainBlock.ChainWeights forward, ChainBlock.ChainWeights backward) {

        List<Bounds> bounds() {
            List<Bounds> bounds = new ArrayList<>();
            for (int e = 0; e < forward.weights().length; e++) {
                ExampleEstimate reciprocal = backward.weights()[e].estimate();
                bounds.add(new Bounds(
                        forward.weights()[e].estimate(),
                        new ExampleEstimate(
                                -reciprocal.logLikelihoodNats(),
                                reciprocal.samplingErrorNats(),
                                reciprocal.effectiveSampleSize())));
            }
            return bounds;
        }
    }

    private List<Chains> run(ChainSpaces spaces, SimulatedExamples made, long first, long seed) {
        List<Chains> result = new ArrayList<>();
        for (RowBlocks.Block block : RowBlocks.of(made.x(), ChainBlock.size(settings))) {
            Matrix z = Matrix.of(RowBlocks.rows(made.z(), block.from(), block.to()));
            double[] end = new double[z.length()];
            Kernels.of(z.type()).read(z, end);
            ChainBlock.Examples numbers = new ChainBlock.Examples(first + block.from(), z.rows(), seed);
            ChainBlock chains = new ChainBlock(spaces.of(block.rows()), settings, numbers);
            result.add(new Chains(chains.forward(), chains.backward(end)));
        }
        return result;
    }

    /** Accumulates the means over the examples. */
    private static final class Totals {

        private final Settings settings;
        private final ExampleTotals forward = new ExampleTotals();
        private final ExampleTotals backward = new ExampleTotals();
        private final RunningVariance gap = new RunningVariance();
        private final List<Bounds> all = new ArrayList<>();
        private final RunningVariance forwardAcceptance = new RunningVariance();
        private final RunningVariance backwardAcceptance = new RunningVariance();

        private Totals(Settings settings) {
            this.settings = settings;
        }

        void add(Chains chains) {
            List<Bounds> added = chains.bounds();
            all.addAll(added);
            for (Bounds bounds : added) {
                forward.add(bounds.forward());
                backward.add(bounds.backward());
                gap.add(bounds.backward().logLikelihoodNats() - bounds.forward().logLikelihoodNats());
                // The rates count once per example, so that the means do not depend on the size of the blocks.
                forwardAcceptance.add(chains.forward().acceptanceRate());
                backwardAcceptance.add(chains.backward().acceptanceRate());
            }
        }

        Sandwich sandwich() {
            return new Sandwich(
                    forward.estimate(settings.chains()),
                    backward.estimate(settings.chains()),
                    gap.mean(),
                    gap.standardError(),
                    forwardAcceptance.mean(),
                    backwardAcceptance.mean(),
                    all);
        }
    }
}
