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
 * The cross-check of a run's -log p(x): annealed importance sampling and importance sampling on the same test examples.
 * The result is stored in the run directory and found there again when the same is asked of the same model.
 */
public final class AisEvaluation {

    private static final int BATCH = 50;

    /** The share of the chains in the progress: importance sampling needs little beside them. */
    private static final double CHAINS_SHARE = 0.9;

    private final EvaluationSet set;
    private final Settings settings;
    private final int samples;

    /**
     * An evaluation.
     *
     * @param run whose model
     * @param settings of the chains
     * @param samples importance samples per example that it is compared with, at least 1
     * @param examples the first so many test examples
     * @throws org.vae4j.experiment.config.binding.ConfigException when the model has no p(x), no chains can begin where
     *     they should or a number is out of range
     */
    public AisEvaluation(TrainedRun run, Settings settings, int samples, int examples) {
        EvaluationSet.requirePositive("--samples", samples);
        this.set = new EvaluationSet(run, examples);
        this.settings = settings;
        this.samples = samples;
        annealing();
    }

    private AnnealedImportanceSampling annealing() {
        try {
            return new AnnealedImportanceSampling(set.run().model(), settings);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "--metrics ais: " + e.getMessage() + " (" + set.run().root() + ")", e);
        }
    }

    /**
     * What is stored of it.
     *
     * @return the result, when the same was asked of the same model before
     */
    public Optional<AisResult> stored() {
        return set.stored(name(), AisResult.class)
                .filter(result -> result.epoch() == set.run().progress().epoch() && set.has(result.examples()));
    }

    /**
     * Computes and stores it.
     *
     * @param data of the run
     * @param progress told the fraction that is done
     * @return the result
     */
    public AisResult compute(ConfiguredData data, DoubleConsumer progress) {
        TrainedRun run = set.run();
        ExperimentConfig config = run.config();
        ExampleSet images = set.images(data);
        long start = System.nanoTime();
        AnnealedImportanceSampling.Result annealed = annealing()
                .estimate(
                        data.evaluation(images, BATCH),
                        Streams.derive(config.seed(), "ais"),
                        done -> progress.accept(CHAINS_SHARE * done / images.size()));
        LogLikelihoodEstimate ais = annealed.likelihood();
        // An iterator of its own: the second epoch of the same one would bring other pixels where binarisation is
        // dynamic.
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
                from(),
                samples,
                ais.examples(),
                run.progress().epoch(),
                config.seed(),
                data.spec().name(),
                config.data().orElseThrow().binarisation(),
                (System.nanoTime() - start) / 1e9);
        set.store(name(), result);
        return result;
    }

    private String from() {
        return settings.start().name().toLowerCase(Locale.ROOT);
    }

    private String name() {
        return "ais-" + settings.chains() + "x" + settings.temperatures() + "x" + settings.leapfrogSteps() + "-"
                + from() + "-is" + samples;
    }
}
