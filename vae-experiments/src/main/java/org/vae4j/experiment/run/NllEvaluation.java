package org.vae4j.experiment.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleConsumer;
import org.vae4j.data.ImageSet;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.eval.ImportanceSampling;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.PosteriorDiagnostics;
import org.vae4j.experiment.config.ConfigException;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.rundir.AtomicFile;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.math.Streams;

/**
 * -log p(x) on the test examples of a trained run, by importance sampling. The result is stored in the run directory and
 * found there again when the same is asked of the same model.
 */
public final class NllEvaluation {

    private static final int BATCH = 256;

    private final TrainedRun run;
    private final int samples;
    private final OptionalInt examples;

    /**
     * An evaluation.
     *
     * @param run whose model
     * @param samples importance samples an example, at least 1
     * @param examples only so many test examples, the first; empty: all
     * @throws ConfigException when the model has no p(x) or a number is out of range
     */
    public NllEvaluation(TrainedRun run, int samples, OptionalInt examples) {
        if (samples < 1) {
            throw new ConfigException("--samples: found " + samples + ", expected a whole number of at least 1");
        }
        if (examples.isPresent() && examples.getAsInt() < 1) {
            throw new ConfigException(
                    "--examples: found " + examples.getAsInt() + ", expected a whole number of at least 1");
        }
        if (!run.model().isVariational()) {
            throw new ConfigException("found a deterministic autoencoder in " + run.root()
                    + ", expected a variational one: it has no p(x)");
        }
        if (run.model().compiled().likelihood().dependsOnBatch()) {
            throw new ConfigException("found the likelihood gaussian_optimal in " + run.root() + ", expected one whose"
                    + " sigma the model owns, such as gaussian_learned: one example alone has no p(x)");
        }
        this.run = run;
        this.samples = samples;
        this.examples = examples;
    }

    /**
     * What is stored of it.
     *
     * @return the result, when the same was asked of the same model before
     */
    public Optional<NllResult> stored() {
        Path file = file();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(file, NllResult.class)).filter(this::isOfThisModel);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean isOfThisModel(NllResult result) {
        return result.epoch() == run.progress().epoch()
                && result.samples() == samples
                && (examples.isPresent() ? result.examples() == examples.getAsInt() : result.examples() > 0);
    }

    /**
     * Computes and stores it.
     *
     * @param data of the run
     * @param progress told the fraction that is done
     * @return the result
     */
    public NllResult compute(ConfiguredData data, DoubleConsumer progress) {
        ExperimentConfig config = run.config();
        ImageSet test = data.split().test();
        ImageSet part =
                examples.isPresent() && examples.getAsInt() < test.size() ? test.head(examples.getAsInt()) : test;
        ImageBatchIterator batches = data.evaluation(part, BATCH);
        long seed = Streams.derive(config.seed(), "eval");
        long start = System.nanoTime();
        LogLikelihoodEstimate estimate = new ImportanceSampling(run.model(), samples)
                .estimate(batches, seed, done -> progress.accept((double) done / part.size()));
        NllResult result = new NllResult(
                estimate.negLogLikelihoodNats(),
                estimate.standardErrorNats(),
                estimate.samplingErrorNats(),
                samples,
                estimate.examples(),
                estimate.effectiveSampleSize(),
                estimate.smallestEffectiveSampleSize(),
                PosteriorDiagnostics.activeUnits(run.model(), batches),
                run.progress().epoch(),
                config.seed(),
                config.data().orElseThrow().name(),
                config.data().orElseThrow().binarisation(),
                (System.nanoTime() - start) / 1e9);
        store(result);
        return result;
    }

    private void store(NllResult result) {
        try {
            Files.createDirectories(file().getParent());
            AtomicFile.write(file(), Json.pretty(result));
        } catch (IOException e) {
            throw RunDirectory.unwritable(run.root(), e);
        }
    }

    private Path file() {
        String part = examples.isPresent() ? "-first" + examples.getAsInt() : "";
        return run.root().resolve("eval").resolve("nll-" + samples + part + ".json");
    }
}
