package org.vae4j.eval.annealed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.eval.ExampleEstimate;
import org.vae4j.eval.ExampleTotals;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.RunningVariance;
import org.vae4j.eval.importance.WeightStatistics;
import org.vae4j.math.RowBlocks;
import org.vae4j.math.StableMath;
import org.vae4j.model.LatentModel;

/**
 * Annealed importance sampling of log p(x) (Neal 2001; for decoders Wu, Burda, Salakhutdinov and Grosse 2017): chains
 * walk from a distribution that can be drawn from, the prior or the encoder's q(z|x), to the posterior p(z|x) over
 * distributions f_β(z) ∝ start(z)^(1-β) (p(x|z) p(z))^β, and are weighed by what they pass. From the prior it does not
 * know the encoder at all, so that it finds what importance sampling with a poor encoder misses.
 *
 * <p>The mean weight is unbiased for p(x). For that the transitions may not learn from the chains that they move: step
 * sizes are tuned, by example and temperature, on a few chains of their own that are then thrown away. β follows
 * sigmoid(4 (2t/T - 1)), scaled to [0, 1]. Memory is that of one block of chains, and of the step sizes.
 */
public final class AnnealedImportanceSampling {

    /** Where chains begin. */
    public enum Start {
        /** p(z), whichever it is: mixtures and learned ones too. */
        PRIOR,
        /** The encoder's q(z|x), of whatever family: far fewer temperatures are needed where it is a good one. */
        POSTERIOR
    }

    /**
     * How much is computed.
     *
     * @param chains for each example, ≥ 1
     * @param temperatures steps from the start to the posterior, ≥ 1; the more, the less the weights scatter
     * @param leapfrogSteps of each Hamiltonian transition, ≥ 1
     * @param start where chains begin
     */
    public record Settings(int chains, int temperatures, int leapfrogSteps, Start start) {

        public Settings {
            requirePositive("chains", chains);
            requirePositive("temperatures", temperatures);
            requirePositive("leapfrogSteps", leapfrogSteps);
        }

        private static void requirePositive(String what, int value) {
            if (value < 1) {
                throw new IllegalArgumentException("found " + what + " = " + value + ", expected a number >= 1");
            }
        }
    }

    /**
     * An estimate of log p(x) and how well the chains moved.
     *
     * @param likelihood as by importance sampling, a chain being a sample
     * @param acceptanceRate of the transitions, in [0, 1]; tuned towards 0.65, and below 0.3 nothing to rely on; NaN
     *     for one temperature, which has no transition
     */
    public record Result(LogLikelihoodEstimate likelihood, double acceptanceRate) {}

    private static final double STEEPNESS = 4;

    private final LatentModel model;
    private final Settings settings;

    /**
     * Makes an estimator.
     *
     * @param model a variational autoencoder; its parameters are unchanged
     * @param settings how much is computed
     */
    public AnnealedImportanceSampling(LatentModel model, Settings settings) {
        ChainSpaces.require(model, settings.start());
        this.model = model;
        this.settings = settings;
    }

    /** β from 0 to 1, T + 1 of them. */
    public static double[] schedule(int temperatures) {
        double[] result = new double[temperatures + 1];
        double low = StableMath.sigmoid(-STEEPNESS);
        double high = StableMath.sigmoid(STEEPNESS);
        for (int t = 0; t <= temperatures; t++) {
            double sigmoid = StableMath.sigmoid(STEEPNESS * (2.0 * t / temperatures - 1));
            result[t] = (sigmoid - low) / (high - low);
        }
        return result;
    }

    /**
     * Estimates over a data set.
     *
     * @param data features; read to the end and reset
     * @param seed of starts, momenta and acceptances
     * @param progress is told again and again how many examples are done
     * @return mean, standard errors, effective sample sizes, acceptance
     */
    public Result estimate(DataSetIterator data, long seed, LongConsumer progress) {
        ExampleTotals totals = new ExampleTotals();
        RunningVariance acceptance = new RunningVariance();
        ChainSpaces spaces = new ChainSpaces(model, settings.start());
        while (data.hasNext()) {
            INDArray x = data.next().getFeatures();
            long first = totals.examples();
            for (RowBlocks.Block block : RowBlocks.of(x, ChainBlock.size(settings))) {
                run(spaces, block, first, seed, acceptance).forEach(totals::add);
                progress.accept(totals.examples());
            }
        }
        data.reset();
        double rate = settings.temperatures() > 1 ? acceptance.mean() : Double.NaN;
        return new Result(totals.estimate(settings.chains()), rate);
    }

    /**
     * Estimates of each example.
     *
     * @param x {@code [examples, features]}
     * @param seed of starts, momenta and acceptances
     * @return one per example
     */
    public List<ExampleEstimate> perExample(INDArray x, long seed) {
        List<ExampleEstimate> result = new ArrayList<>();
        ChainSpaces spaces = new ChainSpaces(model, settings.start());
        for (RowBlocks.Block block : RowBlocks.of(x, ChainBlock.size(settings))) {
            result.addAll(run(spaces, block, 0, seed, new RunningVariance()));
        }
        return result;
    }

    private List<ExampleEstimate> run(
            ChainSpaces spaces, RowBlocks.Block block, long first, long seed, RunningVariance acceptance) {
        int examples = Math.toIntExact(block.rows().size(0));
        ChainBlock.Place place = new ChainBlock.Place(first + block.from(), examples, seed);
        ChainBlock.Found found = new ChainBlock(spaces.of(block.rows()), settings, place).forward();
        // Once for each example, so that the mean does not depend on how many are in a block.
        for (int e = 0; e < examples && settings.temperatures() > 1; e++) {
            acceptance.add(found.acceptanceRate());
        }
        return Arrays.stream(found.weights()).map(WeightStatistics::estimate).toList();
    }
}
