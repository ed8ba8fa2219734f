package org.vae4j.experiment.run.evidence;

import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.vae4j.data.ExampleSet;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.annealed.AnnealedImportanceSampling;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.math.Streams;

/**
 * Cross-checks a run's -log p(x): estimates it by annealed importance sampling (AIS) and by importance sampling (IS) on
 * the same test examples, and reports both and IS - AIS in nats per example (see {@link AisResult}). The result is
 * stored in the run directory and is reused when the same settings are asked for at the same epoch.
 */
public final class AisEvaluation {

    private static final int BATCH = 50;

    private static final double NANOS_PER_SECOND = 1e9;

    /** The chains' share of the reported progress: importance sampling takes little time in comparison. */
    private static final double CHAINS_SHARE = 0.9;

    private final EvaluationSet set;
    private final Settings settings;
    private final AnnealedImportanceSampling annealing;
    private final int samples;

    /**
     * Prepares a cross-check and validates its settings; nothing is computed yet.
     *
     * @param run the run whose model is evaluated
     * @param settings the settings of the chains
     * @param samples importance samples per example of the estimate that AIS is compared with, at least 1
     * @param examples the number of test examples, counted from the first, at least 1
     * @throws org.vae4j.experiment.config.binding.ConfigException when the model has no p(x), no chains can begin where
     *     they should or a number is out of range
     */
    public AisEvaluation(TrainedRun run, Settings settings, int samples, int examples) {
        EvaluationSet.requirePositive("--samples", samples);
        this.set = new EvaluationSet(run, examples);
        this.settings = settings;
        this.samples = samples;
        this.annealing = annealing(run, settings);
    }

    private static AnnealedImportanceSampling annealing(TrainedRun run, Settings settings) {
        try {
            return new AnnealedImportanceSampling(run.model(), settings);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--metrics ais: " + e.getMessage() + " (" + run.root() + ")", e);
        }
    }

    /**
     * Reads the stored result.
     *
     * @return the result; empty when none was stored with these settings at the model's epoch, or it is unreadable
     */
    public Optional<AisResult> stored() {
        return set.stored(name(), AisResult.class)
                .filter(result -> result.epoch() == set.run().progress().epoch() && set.has(result.examples()));
    }

    /**
     * Computes both estimates and stores the result in the run directory.
     *
     * @param data the data of the run
     * @param progress receives the fraction that is done, in [0, 1]
     * @return the result
     */
    public AisResult compute(ConfiguredData data, DoubleConsumer progress) {
        TrainedRun run = set.run();
        ExperimentConfig config = run.config();
        ExampleSet images = set.images(data);
        long start = System.nanoTime();
        AnnealedImportanceSampling.Result annealed = annealing.estimate(
                data.evaluation(images, BATCH),
                Streams.derive(config.seed(), "ais"),
                done -> progress.accept(CHAINS_SHARE * done / images.size()));
        LogLikelihoodEstimate ais = annealed.likelihood();
        // A new iterator: under dynamic binarisation, a second epoch of the first one would have other pixels.
        LogLikelihoodEstimate is = new ImportanceSampling(run.model(), samples)
                .estimate(
                        data.evaluation(images, BATCH),
                        Streams.derive(config.seed(), "eval"),
                        done -> progress.accept(CHAINS_SHARE + (1 - CHAINS_SHARE) * done / images.size()));
        AisResult result = new AisResult(
                ais.negLogLikelihoodNats(),
                ais.standardErrorNats(),
                ais.samplingErrorNats(),
                annealed.acceptanceRate(),
                ais.smallestEffectiveSampleSize(),
                is.negLogLikelihoodNats(),
                is.negLogLikelihoodNats() - ais.negLogLikelihoodNats(),
                Math.hypot(is.samplingErrorNats(), ais.samplingErrorNats()),
                settings.chains(),
                settings.temperatures(),
                settings.leapfrogSteps(),
                startName(),
                samples,
                ais.examples(),
                run.progress().epoch(),
                config.seed(),
                data.spec().name(),
                config.data().orElseThrow().binarisation(),
                (System.nanoTime() - start) / NANOS_PER_SECOND);
        set.store(name(), result);
        return result;
    }

    private String startName() {
        return settings.start().name().toLowerCase(Locale.ROOT);
    }

    private String name() {
        return "ais-" + settings.chains() + "x" + settings.temperatures() + "x" + settings.leapfrogSteps() + "-"
                + startName() + "-is" + samples;
    }
}
