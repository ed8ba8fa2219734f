package org.vae4j.eval.annealed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
 * Annealed importance sampling of log p(x) (Neal 2001; for decoders Wu, Burda, Salakhutdinov and Grosse 2017). Chains
 * move from a distribution that can be drawn from, the prior or the encoder's q(z|x), to the posterior p(z|x) through
 * the distributions f_β(z) ∝ start(z)^(1-β) (p(x|z) p(z))^β; {@link AnnealedChains} has the formula of their weights.
 * From the prior the estimate does not depend on the encoder, so a poor encoder does not spoil it.
 *
 * <p>The mean weight is unbiased for p(x), provided that the transitions do not depend on the chains that they move.
 * Therefore the step sizes are tuned, by example and temperature, on a few other chains that are then discarded. β at
 * temperature t of T is sigmoid(4 (2t/T - 1)), scaled to [0, 1]. Memory is that of one block of chains and of the step
 * sizes.
 */
public final class AnnealedImportanceSampling {

    /** The distribution from which chains start. */
    public enum Start {
        /** Any prior p(z), mixtures and learned priors included. */
        PRIOR,
        /** The encoder's q(z|x) of any family. A good encoder needs far fewer temperatures than the prior. */
        POSTERIOR
    }

    /**
     * The number of chains and of their steps.
     *
     * @param chains chains per example, ≥ 1
     * @param temperatures T, steps from the start to the posterior, ≥ 1; more steps reduce the variance of the weights
     * @param leapfrogSteps leapfrog steps of each Hamiltonian transition, ≥ 1
     * @param start the distribution from which chains start
     */
    public record Settings(int chains, int temperatures, int leapfrogSteps, Start start) {

        public Settings {
            requirePositive("chains", chains);
            requirePositive("temperatures", temperatures);
            requirePositive("leapfrogSteps", leapfrogSteps);
            Objects.requireNonNull(start, "start");
        }
    }

    /**
     * An estimate of log p(x) and the acceptance rate of the chains.
     *
     * @param likelihood the estimate, in which a chain counts as a sample
     * @param acceptanceRate acceptance rate of the transitions, in [0, 1]; it is tuned towards 0.65, and below 0.3 the
     *     estimate is unreliable; NaN for one temperature, which has no transition
     */
    public record Result(LogLikelihoodEstimate likelihood, double acceptanceRate) {}

    /** Slope of the sigmoid of the schedule. */
    private static final double STEEPNESS = 4;

    private final LatentModel model;
    private final Settings settings;

    /**
     * Creates an estimator.
     *
     * @param model a variational autoencoder; its parameters are unchanged
     * @param settings the number of chains and of their steps
     * @throws IllegalArgumentException when chains of the model cannot start there
     */
    public AnnealedImportanceSampling(LatentModel model, Settings settings) {
        ChainSpaces.require(model, settings.start());
        this.model = model;
        this.settings = settings;
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("found " + name + " = " + value + ", expected a number >= 1");
        }
    }

    /**
     * Computes the schedule of β.
     *
     * @param temperatures T, ≥ 1
     * @return T + 1 values that rise from 0 to 1
     */
    public static double[] schedule(int temperatures) {
        requirePositive("temperatures", temperatures);
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
     * Estimates the mean of -log p(x) over a data set.
     *
     * @param data features; read to the end and reset
     * @param seed seed of starts, momenta and acceptances
     * @param progress receives the number of finished examples after each block
     * @return mean, standard errors, effective sample sizes and acceptance rate
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
     * Estimates log p(x) of each example.
     *
     * @param x {@code [examples, features]}
     * @param seed seed of starts, momenta and acceptances
     * @return one estimate per example
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
        ChainBlock.Examples numbers = new ChainBlock.Examples(first + block.from(), examples, seed);
        ChainBlock.ChainWeights chains = new ChainBlock(spaces.of(block.rows()), settings, numbers).forward();
        // The rate counts once per example, so that the mean does not depend on the size of the blocks.
        for (int e = 0; e < examples && settings.temperatures() > 1; e++) {
            acceptance.add(chains.acceptanceRate());
        }
        return Arrays.stream(chains.weights()).map(WeightStatistics::estimate).toList();
    }
}
