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
 * Estimates -log p(x) on the test examples of a trained run by importance sampling. With S draws z_s ~ q(z|x) the
 * estimate of an example is
 *
 * <pre>
 * -log (1/S) Σ_s p(x, z_s) / q(z_s|x)     nats
 * </pre>
 *
 * <p>It is too high in expectation, and falls towards -log p(x) as S grows. The result is stored in the run directory
 * and is reused when the same settings are asked for at the same epoch.
 */
public final class NllEvaluation {

    /** The numbers of samples for which papers report the importance-weighted bound. */
    private static final List<Integer> PUBLISHED_SAMPLES = List.of(1, 5, 50, 500);

    private static final int BATCH = 256;

    private static final double NANOS_PER_SECOND = 1e9;

    private final EvaluationSet set;
    private final int samples;

    /**
     * Prepares an evaluation on all test examples.
     *
     * @param run the run whose model is evaluated
     * @param samples importance samples per example, at least 1
     * @throws org.vae4j.experiment.config.binding.ConfigException when the model has no p(x) or a number is out of
     *     range
     */
    public NllEvaluation(TrainedRun run, int samples) {
        this(run, samples, EvaluationSet.ALL);
    }

    /**
     * Prepares an evaluation on the first test examples.
     *
     * @param run the run whose model is evaluated
     * @param samples importance samples per example, at least 1
     * @param examples the number of test examples, counted from the first, at least 1
     * @throws org.vae4j.experiment.config.binding.ConfigException when the model has no p(x) or a number is out of
     *     range
     */
    public NllEvaluation(TrainedRun run, int samples, int examples) {
        EvaluationSet.requirePositive("--samples", samples);
        this.set = new EvaluationSet(run, examples);
        this.samples = samples;
    }

    /**
     * Reads the stored result.
     *
     * @return the result; empty when none was stored with these settings at the model's epoch, or it is unreadable
     */
    public Optional<NllResult> stored() {
        return set.stored(name(), NllResult.class)
                .filter(result -> result.epoch() == set.run().progress().epoch()
                        && result.samples() == samples
                        && set.has(result.examples()));
    }

    /**
     * Computes the estimate and stores it in the run directory.
     *
     * @param data the data of the run
     * @param progress receives the fraction that is done, in [0, 1]
     * @return the result
     */
    public NllResult compute(ConfiguredData data, DoubleConsumer progress) {
        NllResult result = recompute(data, progress);
        set.store(name(), result);
        return result;
    }

    /**
     * Computes the estimate without storing it, to verify a stored result.
     *
     * @param data the data of the run
     * @param progress receives the fraction that is done, in [0, 1]
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
                        boundSizes(),
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
                // A new iterator: under dynamic binarisation, a second epoch of the first one would have other pixels.
                PosteriorDiagnostics.activeUnits(run.model(), data.evaluation(images, BATCH)),
                run.progress().epoch(),
                config.seed(),
                data.spec().name(),
                config.data().orElseThrow().binarisation(),
                (System.nanoTime() - start) / NANOS_PER_SECOND);
    }

    private List<Integer> boundSizes() {
        return Stream.concat(PUBLISHED_SAMPLES.stream().filter(size -> size < samples), Stream.of(samples))
                .toList();
    }

    private String name() {
        return "nll-" + samples;
    }
}
