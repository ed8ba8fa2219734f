package org.vae4j.experiment.run.evidence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.data.ExampleSet;
import org.vae4j.eval.RunningVariance;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.annealed.BidirectionalMonteCarlo;
import org.vae4j.eval.annealed.BidirectionalMonteCarlo.Sandwich;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.LatentPrior;
import org.vae4j.model.SimulatedExamples;

/**
 * Bounds the error of a run's estimates of -log p(x): runs annealed chains in both directions (bidirectional Monte
 * Carlo) and importance sampling on examples that the model itself generates. Per example,
 *
 * <pre>
 * gap    = upper - lower                  upper, lower: -log p(x) by the forward and by the backward chains
 * excess = importance sampled - lower     bounds how much too high importance sampling is in expectation
 * </pre>
 *
 * <p>{@link BdmcResult} holds their means in nats. It is stored in the run directory and is reused when the same
 * settings are asked for at the same epoch.
 */
public final class BdmcEvaluation {

    private static final int BATCH = 50;

    private static final double NANOS_PER_SECOND = 1e9;

    /** The chains' share of the reported progress: importance sampling takes little time in comparison. */
    private static final double CHAINS_SHARE = 0.95;

    private final EvaluationSet set;
    private final Settings settings;
    private final BidirectionalMonteCarlo chains;
    private final int samples;

    /**
     * Prepares an evaluation and validates its settings; nothing is computed yet.
     *
     * @param run the run whose model is evaluated
     * @param settings the settings of the chains in each direction
     * @param samples importance samples per example of the estimate that the chains are compared with, at least 1
     * @param examples the number of generated examples, at least 1 and in effect at most the number of test examples; a
     *     conditional model takes their conditions
     * @throws ConfigException when the model has no p(x), chains cannot begin at this start or be led back to it, or a
     *     number is out of range
     */
    public BdmcEvaluation(TrainedRun run, Settings settings, int samples, int examples) {
        EvaluationSet.requirePositive("--samples", samples);
        this.set = new EvaluationSet(run, examples);
        this.settings = settings;
        this.samples = samples;
        this.chains = chains(run, settings);
    }

    private static BidirectionalMonteCarlo chains(TrainedRun run, Settings settings) {
        try {
            return new BidirectionalMonteCarlo(run.model(), settings);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--metrics bdmc: " + e.getMessage() + " (" + run.root() + ")", e);
        }
    }

    /**
     * Reads the stored result.
     *
     * @return the result; empty when none was stored with these settings at the model's epoch, or it is unreadable
     */
    public Optional<BdmcResult> stored() {
        return set.stored(name(), BdmcResult.class)
                .filter(result -> result.epoch() == set.run().progress().epoch() && set.has(result.examples()));
    }

    /**
     * Computes the bounds and stores the result in the run directory.
     *
     * @param data the data of the run
     * @param progress receives the fraction that is done, in [0, 1]
     * @return the result
     */
    public BdmcResult compute(ConfiguredData data, DoubleConsumer progress) {
        ExperimentConfig config = set.run().config();
        ExampleSet templates = set.images(data);
        long start = System.nanoTime();
        long seed = Streams.derive(config.seed(), "bdmc");
        Sandwich found = chains.estimate(
                data.evaluation(templates, BATCH),
                seed,
                done -> progress.accept(CHAINS_SHARE * done / templates.size()));
        double[] sampled = importanceSampledNats(data.evaluation(templates, BATCH), templates.size(), seed);
        progress.accept(1);
        RunningVariance excess = new RunningVariance();
        for (int i = 0; i < sampled.length; i++) {
            excess.add(found.bounds().get(i).backward().logLikelihoodNats() - sampled[i]);
        }
        BdmcResult result = new BdmcResult(
                found.forward().negLogLikelihoodNats(),
                found.forward().samplingErrorNats(),
                found.backward().negLogLikelihoodNats(),
                found.backward().samplingErrorNats(),
                found.gapNats(),
                found.gapStandardErrorNats(),
                found.forwardAcceptanceRate(),
                found.backwardAcceptanceRate(),
                -Arrays.stream(sampled).average().orElseThrow(),
                excess.mean(),
                excess.standardError(),
                settings.chains(),
                settings.temperatures(),
                settings.leapfrogSteps(),
                startName(),
                samples,
                found.forward().examples(),
                set.run().progress().epoch(),
                config.seed(),
                (System.nanoTime() - start) / NANOS_PER_SECOND);
        set.store(name(), result);
        return result;
    }

    /** Importance-sampled log p(x) of the generated examples: the same seed makes those that the chains were run on. */
    private double[] importanceSampledNats(DataSetIterator templates, int count, long seed) {
        LatentModel model = set.run().model();
        LatentPrior prior = model.prior();
        ImportanceSampling sampling = new ImportanceSampling(model, samples);
        double[] all = new double[count];
        int first = 0;
        while (templates.hasNext()) {
            INDArray like = templates.next().getFeatures();
            INDArray x = SimulatedExamples.like(model, prior, like, first, seed).x();
            double[] found = sampling.logLikelihood(x, seed, first);
            System.arraycopy(found, 0, all, first, found.length);
            first += found.length;
        }
        return all;
    }

    private String startName() {
        return settings.start().name().toLowerCase(Locale.ROOT);
    }

    private String name() {
        return "bdmc-" + settings.chains() + "x" + settings.temperatures() + "x" + settings.leapfrogSteps() + "-"
                + startName() + "-is" + samples;
    }
}
