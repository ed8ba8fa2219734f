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
 * How far a run's estimates of -log p(x) may be off: annealed chains in both directions and importance sampling on
 * examples that the model itself makes. The result is stored in the run directory and found there again when the same
 * is asked of the same model.
 */
public final class BdmcEvaluation {

    private static final int BATCH = 50;

    /** Of the progress: importance sampling needs little beside the chains. */
    private static final double CHAINS_SHARE = 0.95;

    private final EvaluationSet set;
    private final Settings settings;
    private final int samples;

    /**
     * An evaluation.
     *
     * @param run whose model
     * @param settings of the chains in each direction
     * @param samples importance samples per example that they are compared with, at least 1
     * @param examples how many are made, as many as there are test examples at most, whose conditions they have where
     *     the model has one
     * @throws ConfigException when the model has no p(x), no chains can begin where they should or be led back, or a
     *     number is out of range
     */
    public BdmcEvaluation(TrainedRun run, Settings settings, int samples, int examples) {
        EvaluationSet.requirePositive("--samples", samples);
        this.set = new EvaluationSet(run, examples);
        this.settings = settings;
        this.samples = samples;
        chains();
    }

    private BidirectionalMonteCarlo chains() {
        try {
            return new BidirectionalMonteCarlo(set.run().model(), settings);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "--metrics bdmc: " + e.getMessage() + " (" + set.run().root() + ")", e);
        }
    }

    /**
     * What is stored of it.
     *
     * @return the result, when the same was asked of the same model before
     */
    public Optional<BdmcResult> stored() {
        return set.stored(name(), BdmcResult.class)
                .filter(result -> result.epoch() == set.run().progress().epoch() && set.has(result.examples()));
    }

    /**
     * Computes and stores it.
     *
     * @param data of the run
     * @param progress told the fraction that is done
     * @return the result
     */
    public BdmcResult compute(ConfiguredData data, DoubleConsumer progress) {
        ExperimentConfig config = set.run().config();
        ExampleSet like = set.images(data);
        long start = System.nanoTime();
        long seed = Streams.derive(config.seed(), "bdmc");
        Sandwich found = chains().estimate(
                        data.evaluation(like, BATCH), seed, done -> progress.accept(CHAINS_SHARE * done / like.size()));
        double[] sampled = importanceSampled(data.evaluation(like, BATCH), seed);
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
                from(),
                samples,
                found.forward().examples(),
                set.run().progress().epoch(),
                config.seed(),
                (System.nanoTime() - start) / 1e9);
        set.store(name(), result);
        return result;
    }

    /** log p(x) of the examples that the chains had. */
    private double[] importanceSampled(DataSetIterator data, long seed) {
        LatentModel model = set.run().model();
        LatentPrior prior = model.prior();
        ImportanceSampling sampling = new ImportanceSampling(model, samples);
        double[] all = new double[0];
        while (data.hasNext()) {
            INDArray like = data.next().getFeatures();
            INDArray x =
                    SimulatedExamples.like(model, prior, like, all.length, seed).x();
            double[] found = sampling.logLikelihood(x, seed, all.length);
            int first = all.length;
            all = Arrays.copyOf(all, first + found.length);
            System.arraycopy(found, 0, all, first, found.length);
        }
        return all;
    }

    private String from() {
        return settings.start().name().toLowerCase(Locale.ROOT);
    }

    private String name() {
        return "bdmc-" + settings.chains() + "x" + settings.temperatures() + "x" + settings.leapfrogSteps() + "-"
                + from() + "-is" + samples;
    }
}
