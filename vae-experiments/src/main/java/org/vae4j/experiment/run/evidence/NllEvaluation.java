package org.vae4j.experiment.run.evidence;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.vae4j.data.ExampleSet;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.aggregate.PosteriorDiagnostics;
import org.vae4j.eval.importance.BoundSweep;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.math.Streams;

/**
 * -log p(x) on the test examples of a trained run, by importance sampling. The result is stored in the run directory
 * and found there again when the same is asked of the same model.
 */
public final class NllEvaluation {

    /** The numbers of samples that papers give bounds for. */
    private static final List<Integer> BOUNDS = List.of(1, 5, 50, 500);

    private static final int BATCH = 256;

    private final EvaluationSet set;
    private final int samples;

    /**
     * Prepares an evaluation on all test examples.
     *
     * @param run the run whose model is evaluated
     * @param samples importance samples per example, at least 1
     * @throws org.vae4j.experiment.config.binding.ConfigException when the model has no p(x) or
     *     a number is out of range
     */
    public NllEvaluation(TrainedRun run, int samples) {
        this(run, samples, EvaluationSet.ALL);
    }

    /**
     * Prepares an evaluation on the first test examples.
     *
     * @param run the run whose model is evaluated
     * @param samples importance samples per example, at least 1
     * @param examples how many test examples, at least 1
     * @throws org.vae4j.experiment.config.binding.ConfigException when the model has no p(x) or a number is out of
     *     range
     */
    public NllEvaluation(TrainedRun run, int samples, int examples) {
        EvaluationSet.requirePositive("--samples", samples);
        this.set = new EvaluationSet(run, examples);
        this.samples = samples;
    }

    /**
     * What is stored of it.
     *
     * @return the result, when the same was asked of the same model before
     */
    public Optional<NllResult> stored() {
        return set.stored(name(), NllResult.class)
                .filter(result -> result.epoch() == set.run().progress().epoch()
                        && result.samples() == samples
                        && set.has(result.examples()));
    }

    /**
     * Computes and stores it.
     *
     * @param data of the run
     * @param progress told the fraction that is done
     * @return the result
     */
    public NllResult compute(ConfiguredData data, DoubleConsumer progress) {
        NllResult result = recompute(data, progress);
        set.store(name(), result);
        return result;
    }

    /**
     * Computes it again and stores nothing: what a stored result is held against.
     *
     * @param data of the run
     * @param progress told the fraction that is done
     * @return the result
     */
    public NllResult recompute(ConfiguredData data, DoubleConsumer progress) {
        TrainedRun run = set.run();
        ExperimentConfig config = run.config();
        ExampleSet images = set.images(data);
        long start = System.nanoTime();
        BoundSweep sweep = new ImportanceSampling(run.model(), samples)
                .sweep(
                        data.evaluation(images, BATCH),
                        sizes(),
                        Streams.derive(config.seed(), "eval"),
                        done -> progress.accept((double) done / images.size()));
        LogLikelihoodEstimate estimate = sweep.estimate();
        return new NllResult(
                estimate.negLogLikelihoodNats(),
                estimate.standardErrorNats(),
                estimate.samplingErrorNats(),
                samples,
                estimate.examples(),
                estimate.effectiveSampleSize(),
                estimate.smallestEffectiveSampleSize(),
                sweep.bounds(),
                // An iterator of its own: where binarisation is dynamic, the second epoch of the first one has other
                // pixels.
                PosteriorDiagnostics.activeUnits(run.model(), data.evaluation(images, BATCH)),
                run.progress().epoch(),
                config.seed(),
                data.spec().name(),
                config.data().orElseThrow().binarisation(),
                (System.nanoTime() - start) / 1e9);
    }

    private List<Integer> sizes() {
        return Stream.concat(BOUNDS.stream().filter(size -> size < samples), Stream.of(samples))
                .toList();
    }

    private String name() {
        return "nll-" + samples;
    }
}
