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
 * How near annealed importance sampling comes to log p(x), by bounds from both sides (bidirectional Monte Carlo:
 * Grosse, Ghahramani and Adams 2015; Grosse, Ancha and Roy 2016; recalled). On examples that the model itself makes, z
 * ~ p(z) and x ~ p(x|z), z is an exact draw of p(z|x). Chains forward to p(z|x) have weights with the mean p(x), so
 * that the logarithm of their mean is in expectation a lower bound of log p(x); chains that begin at z and walk back
 * have reciprocal weights with the mean 1/p(x), so that minus the logarithm of their mean is an upper bound. The
 * expected distance between the two is more than what either is off by.
 */
public final class BidirectionalMonteCarlo {

    /**
     * Bounds from both sides, means over the examples.
     *
     * @param forward -log p(x) by chains forward, in expectation too high
     * @param backward -log p(x) by chains back from the z of each example, in expectation too low
     * @param gapNats what the first is above the second, nats per example
     * @param gapStandardErrorNats of that mean over the examples
     * @param forwardAcceptanceRate of the transitions, in [0, 1]; NaN for one temperature
     * @param backwardAcceptanceRate the same of the chains back
     * @param bounds of each example, in their order
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
     * Bounds of one example. All chains back begin at the same z, so that what {@code backward} says of its sampling
     * error and its effective sample size holds given this z; how it scatters with z shows in the error over examples.
     *
     * @param forward of log p(x), in expectation too low
     * @param backward of log p(x), in expectation too high
     */
    public record Bounds(ExampleEstimate forward, ExampleEstimate backward) {}

    private final LatentModel model;
    private final Settings settings;

    /**
     * Makes an estimator.
     *
     * @param model a variational autoencoder; its parameters are unchanged
     * @param settings how much is computed in each direction
     * @throws IllegalArgumentException when chains can't begin at its start, or can't be led back to it
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
     * Bounds on as many examples as there are others.
     *
     * @param data whose conditions the examples have, where the model has one: nothing else is looked at; read to the
     *     end and reset
     * @param seed of the examples and the chains
     * @param progress is told again and again how many examples are done
     * @return means, errors, acceptance
     */
    public Sandwich estimate(DataSetIterator data, long seed, LongConsumer progress) {
        Totals totals = new Totals(settings);
        ChainSpaces spaces = new ChainSpaces(model, settings.start());
        while (data.hasNext()) {
            INDArray like = data.next().getFeatures();
            long first = totals.forward.examples();
            SimulatedExamples made = SimulatedExamples.like(model, spaces.prior(), like, first, seed);
            for (Walked walked : walk(spaces, made, first, seed)) {
                totals.add(walked);
                progress.accept(totals.forward.examples());
            }
        }
        data.reset();
        return totals.sandwich();
    }

    /**
     * Bounds of each example.
     *
     * @param made examples with what they were made of
     * @param seed of the chains
     * @return one per example
     */
    public List<Bounds> perExample(SimulatedExamples made, long seed) {
        List<Bounds> result = new ArrayList<>();
        for (Walked walked : walk(new ChainSpaces(model, settings.start()), made, 0, seed)) {
            result.addAll(walked.bounds());
        }
        return result;
    }

    /** What the chains of some examples found in both directions. */
    private record Walked(ChainBlock.Found forward, ChainBlock.Found backward) {

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

    private List<Walked> walk(ChainSpaces spaces, SimulatedExamples made, long first, long seed) {
        List<Walked> result = new ArrayList<>();
        for (RowBlocks.Block block : RowBlocks.of(made.x(), ChainBlock.size(settings))) {
            Matrix z = Matrix.of(RowBlocks.rows(made.z(), block.from(), block.to()));
            double[] end = new double[z.length()];
            Kernels.of(z.type()).read(z, end);
            ChainBlock.Place place = new ChainBlock.Place(first + block.from(), z.rows(), seed);
            ChainBlock chains = new ChainBlock(spaces.of(block.rows()), settings, place);
            result.add(new Walked(chains.forward(), chains.backward(end)));
        }
        return result;
    }

    /** The means over the examples. */
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

        void add(Walked walked) {
            all.addAll(walked.bounds());
            for (Bounds bounds : walked.bounds()) {
                forward.add(bounds.forward());
                backward.add(bounds.backward());
                gap.add(bounds.backward().logLikelihoodNats() - bounds.forward().logLikelihoodNats());
                // Once for each example, so that the mean does not depend on how many are in a block.
                forwardAcceptance.add(walked.forward().acceptanceRate());
                backwardAcceptance.add(walked.backward().acceptanceRate());
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
