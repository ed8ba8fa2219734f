package org.vae4j.experiment.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.data.iterator.Position;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.density.CodeDensity;
import org.vae4j.eval.ElboEvaluation;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.formula.TrainedBound;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.experiment.report.chart.Curves;
import org.vae4j.experiment.report.chart.DrawingFailure;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.run.backend.RecordedProducts;
import org.vae4j.experiment.run.backend.Workers;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.ConfiguredModel;
import org.vae4j.experiment.run.evaluation.Diagnostics;
import org.vae4j.experiment.run.evaluation.EncodedExamples;
import org.vae4j.experiment.run.evaluation.Evaluation;
import org.vae4j.experiment.run.evaluation.Pictures;
import org.vae4j.experiment.run.evaluation.TestBound;
import org.vae4j.experiment.run.machine.CoreTypeSetting;
import org.vae4j.experiment.run.machine.Processor;
import org.vae4j.experiment.run.trained.CheckpointFiles;
import org.vae4j.experiment.run.trained.CodeDensities;
import org.vae4j.experiment.run.trained.RecordedData;
import org.vae4j.experiment.rundir.MetricsFile;
import org.vae4j.experiment.rundir.Numerics;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.layers.NoisePosition;
import org.vae4j.model.LatentModel;
import org.vae4j.model.StoredModel;
import org.vae4j.train.Callback;
import org.vae4j.train.Progress;
import org.vae4j.train.StartingPoint;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.TrainResult;
import org.vae4j.train.Trainer;
import org.vae4j.train.checkpoint.BestEpoch;
import org.vae4j.train.checkpoint.Checkpoint;

/**
 * Executes a training run: opens the data, builds the model, trains it, evaluates it on the test set and writes results
 * and pictures to the run directory. A run whose directory has a checkpoint continues from it.
 */
public final class TrainingRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
    /** The name of the selection that takes the model of the last epoch. */
    private static final String LAST = "last";

    private final RunEnvironment run;
    private final ExperimentConfig config;
    private final TrainingConfig training;
    private final CodeDensities densities;

    private TrainingRun(RunEnvironment run) {
        this.run = run;
        this.config = run.config();
        this.training = config.training().orElseThrow();
        this.densities = new CodeDensities(
                config.evaluation().orElseThrow(), run.directory().root(), config.seed());
    }

    /**
     * Trains the model, evaluates it and draws its pictures.
     *
     * @param run the environment, whose configuration has the sections data, model, objective, training and evaluation
     * @return the test metrics, in nats per example
     * @throws IOException when a picture cannot be written
     * @throws InterruptedException when the run was asked to stop; a checkpoint was written
     * @throws PausedException when the run paused at {@code runtime.untilEpoch}; a checkpoint was written
     * @throws org.vae4j.data.DataException when the data is missing or damaged
     * @throws org.vae4j.train.DivergedException when the objective is not finite or grows without bound
     */
    public static Map<String, Object> execute(RunEnvironment run)
            throws IOException, InterruptedException, PausedException {
        return new TrainingRun(run).execute();
    }

    private Map<String, Object> execute() throws IOException, InterruptedException, PausedException {
        run.progress("opening the data", 0);
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), config.seed())
                .conditionedOn(config.model().orElseThrow().condition());
        checkValidation(data);
        requireSameData(data);
        run.provenance("data", data.identity());
        Map<String, String> files = ConfiguredModel.files(config, data);
        if (!files.isEmpty()) {
            run.provenance("files", files);
        }
        data.own().ifPresent(this::describe);
        Numerics numerics = startBackend();
        int threads = numerics.isOnCpu() ? config.runtime().threads() : 1;
        Evaluation evaluation = new Evaluation(data, config.evaluation().orElseThrow(), threads);
        Outcome outcome = train(data, evaluation, numerics.isOnCpu());
        run.progress("evaluating", 1);
        Map<String, Object> metrics = test(outcome, data, evaluation);
        if (outcome.paused()) {
            // A paused trial is compared by these metrics; diagnostics would take time quadratic in the examples.
            run.directory().write("eval/test-epoch-" + outcome.epoch() + ".json", metrics);
            throw new PausedException(outcome.epoch(), metrics);
        }
        densities.fit(outcome.model(), data).ifPresent(found -> metrics.put("densities", found));
        run.directory().write("eval/test.json", withDiagnostics(metrics, outcome, data));
        writeTrainedBound(outcome, data, evaluation);
        outcome.model().decoder().save(run.directory().root().resolve("decoder.zip"));
        draw(outcome.model(), data);
        return metrics;
    }

    /** Starts the backend and records it; warns where an environment variable slows down its matrix products. */
    private Numerics startBackend() {
        Numerics numerics = Backend.use(config.runtime(), recordedProducts());
        run.provenance("numerics", numerics);
        if (numerics.blasCoreType().isPresent() && numerics.products().isEmpty()) {
            CoreTypeSetting.slowing(System.getenv(), Processor.ofThisComputer())
                    .map(CoreTypeSetting::text)
                    .ifPresent(LOG::warn);
        }
        return numerics;
    }

    /**
     * The result of a training.
     *
     * @param model the selected model
     * @param selectedEpoch the epoch after which the model had these parameters
     * @param selectedBy the criterion of the selection, or {@code last}
     * @param epoch the epoch at which training ended
     * @param paused whether {@code runtime.untilEpoch} ended it early
     */
    private record Outcome(LatentModel model, int selectedEpoch, String selectedBy, int epoch, boolean paused) {}

    private boolean isContinued() {
        return new CheckpointFiles(run.directory().checkpoints()).hasAny();
    }

    private RecordedProducts recordedProducts() {
        return isContinued() ? RecordedProducts.of(run.directory().root()) : RecordedProducts.NONE;
    }

    /** Refuses to continue with other data: the result would be a model of neither data set. */
    private void requireSameData(ConfiguredData data) {
        if (isContinued()) {
            RecordedData.of(run.directory().root()).requireSame(data.identity());
        }
    }

    /** Reports what was found in the user's own data, on the terminal and in {@code data.json}. */
    private void describe(DataDescription own) {
        run.directory().write("data.json", own);
        run.note(own.text());
        if (!own.absence().isEmpty()) {
            run.print(own.absence());
        }
    }

    private void checkValidation(ConfiguredData data) {
        boolean needed = training.select() == TrainingConfig.Selection.BEST_VALID
                || training.patience().isPresent();
        if (needed && data.valid().isEmpty()) {
            throw new ConfigException("found no validation examples, expected some for training.select=best_valid and"
                    + " training.patience: set data.valid=10000, for example");
        }
    }

    private Map<String, Object> test(Outcome outcome, ConfiguredData data, Evaluation evaluation) {
        ElboEvaluation test = evaluation.elbo(
                outcome.model(),
                data.split().test(),
                config.evaluation().orElseThrow().samples());
        Map<String, Object> metrics = Evaluation.metrics(BoundNames.of(config), test);
        metrics.put("epoch", outcome.selectedEpoch());
        metrics.put("selectedBy", outcome.selectedBy());
        Calibration.sigma(outcome.model(), config.model().orElseThrow())
                .ifPresent(sigma -> metrics.put("sigma", sigma));
        evaluation.others(outcome.model(), data.split().test()).ifPresent(found -> metrics.put("metrics", found));
        Split.Reported reported = data.split().reported();
        if (reported != Split.Reported.TEST) {
            metrics.put("part", reported.name().toLowerCase(Locale.ROOT));
        }
        run.print(reported.name().toLowerCase(Locale.ROOT) + ": " + Metrics.text(BoundNames.of(config), test.terms()));
        return metrics;
    }

    /** Measures the bound that was trained where it is not the ELBO, which then does not tell how good the model is. */
    private void writeTrainedBound(Outcome outcome, ConfiguredData data, Evaluation evaluation) {
        ObjectiveConfig objective = config.objective().orElseThrow();
        TrainedBound.of(config.model().orElseThrow(), objective).ifPresent(bound -> {
            run.progress("measuring the " + bound.title(), 1);
            TestBound measured = TestBound.of(
                    bound,
                    outcome.model(),
                    outcome.selectedEpoch(),
                    data.split().test(),
                    evaluation);
            run.directory().write("eval/bound.json", measured);
        });
    }

    /** Reads the KL of each dimension over the test examples from {@code eval/test.json}; empty where not measured. */
    private double[] klPerDimension() {
        JsonNode kl = RunFiles.in(run.directory().root()).json("eval/test.json").at("/diagnostics/klPerDimensionNats");
        return StreamSupport.stream(kl.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private Diagnostics diagnostics(ConfiguredData data) {
        return new Diagnostics(
                data,
                config.evaluation().orElseThrow(),
                config.model().orElseThrow().draws());
    }

    /** Adds the diagnostics to the test metrics: the file has them, the line for programs does not. */
    private Map<String, Object> withDiagnostics(Map<String, Object> metrics, Outcome outcome, ConfiguredData data) {
        Map<String, Object> all = new LinkedHashMap<>(metrics);
        Diagnostics diagnostics = diagnostics(data);
        diagnostics.atTheEnd(outcome.model()).ifPresent(found -> {
            all.put("diagnostics", diagnostics.metricsOfTheEnd(outcome.model(), found));
            run.print("latents: " + CollapseWatch.summary(found));
        });
        return all;
    }

    private Outcome train(ConfiguredData data, Evaluation evaluation, boolean onCpu)
            throws IOException, InterruptedException {
        ImageBatchIterator batches = data.training(training.batchSize());
        Optional<Checkpoint> last = Checkpoints.recover(run.directory(), training);
        LatentModel model = last.map(Checkpoint::model)
                .orElseGet(() -> ConfiguredModel.create(config, data, batches.batchesPerEpoch()));
        new MetricsFile(run.directory())
                .rewind(last.map(Checkpoint::progress).orElse(Progress.START).epoch());
        last.map(Checkpoint::progress).ifPresent(from -> restore(batches, from));
        run.provenance("noise", last.map(this::noiseFrom).orElseGet(() -> Map.of("keying", NoisePosition.KEYING)));
        requireReadable(model);
        Workers workers = Workers.of(config, model, onCpu);
        warnWhenOneBatchHoldsAll(data.split().train().size());
        LOG.info(
                "{} parameters, {} batches per epoch, workers: {}",
                model.graph().numParams(),
                batches.batchesPerEpoch(),
                workers.count());
        Validation validation = new Validation(run, data, evaluation);
        last.flatMap(Checkpoint::best).ifPresent(best -> validation.restore(best, config));
        StartingPoint start = last.map(Checkpoint::startingPoint).orElse(StartingPoint.BEGINNING);
        ObjectiveWeights weights = new ObjectiveWeights(config, batches.batchesPerEpoch());
        List<Callback> callbacks = List.of(
                new ProgressCallback(run, batches.batchesPerEpoch(), validation),
                new Calibration(data, config.evaluation().orElseThrow()),
                workers.withAllCores(validation),
                workers.withAllCores(new Metrics(run, data, evaluation, validation, weights)),
                new LivePictures(run, data),
                new Checkpoints(run.directory(), training, validation, start));
        Trainer trainer = trainer(workers, callbacks, validation, diagnostics(data)::informationNats);
        TrainResult result = workers.train(() -> trainer.fit(model, batches, start));
        return ended(model, result, validation);
    }

    private void restore(ImageBatchIterator batches, Progress from) {
        run.note("continuing after epoch " + from.epoch() + ", batch " + from.batch());
        batches.restore(new Position(from.epoch(), from.batch()));
    }

    private Trainer trainer(
            Workers workers,
            List<Callback> callbacks,
            Validation validation,
            ToDoubleFunction<LatentModel> information) {
        int until = config.runtime().untilEpoch().orElse(training.epochs());
        Stream<Callback> others = config.runtime().callbacks().stream()
                .map(spec -> spec.create(run.directory().root()));
        return new Trainer(
                TrainConfig.epochs(Math.min(until, training.epochs()))
                        .withWorkers(workers.count())
                        .withLagging(training.lagging().steps(), information),
                Stream.concat(callbacks.stream(), others).toList(),
                () -> run.stopRequested() || validation.isExhausted());
    }

    private Outcome ended(LatentModel model, TrainResult result, Validation validation)
            throws IOException, InterruptedException {
        int epoch = result.progress().epoch();
        if (!result.completed() && !validation.isExhausted()) {
            throw new InterruptedException("stopped after epoch " + epoch + ", batch "
                    + result.progress().batch());
        }
        boolean paused = epoch < training.epochs() && !validation.isExhausted();
        return selected(model, validation, epoch, paused);
    }

    private void warnWhenOneBatchHoldsAll(int examples) {
        if (training.batchSize() > examples) {
            LOG.warn(
                    "training.batchSize={} is more than the {} training examples: an epoch is one step",
                    training.batchSize(),
                    examples);
        }
    }

    /** Describes the noise of a continued training; says so where an earlier version began it with another keying. */
    private Map<String, Object> noiseFrom(Checkpoint checkpoint) {
        Map<String, Object> noise = new LinkedHashMap<>();
        noise.put("keying", NoisePosition.KEYING);
        if (checkpoint.noiseKeying() != NoisePosition.KEYING) {
            noise.put("keyingBefore", checkpoint.noiseKeying());
            noise.put("sinceIteration", checkpoint.progress().iteration());
            run.note("the checkpoint is from an earlier version: from here on noise is drawn by example, so that the"
                    + " training is statistically the one that began, but not to the bit");
        }
        return noise;
    }

    private Outcome selected(LatentModel last, Validation validation, int epoch, boolean paused) throws IOException {
        if (training.select() == TrainingConfig.Selection.LAST
                || validation.best().isEmpty()) {
            return new Outcome(last, epoch, LAST, epoch, paused);
        }
        BestEpoch named = validation.best().get();
        Checkpoint best = new CheckpointFiles(run.directory().checkpoints()).readBest(named);
        return new Outcome(best.model(), best.progress().epoch(), named.criterion(), epoch, paused);
    }

    /** Refuses, before the first step, a model so large that its checkpoints could not be read back. */
    private static void requireReadable(LatentModel model) {
        try {
            StoredModel.requireReadable(model);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /** Draws the pictures of the run; a failure is logged, because the training itself has succeeded. */
    private void draw(LatentModel model, ConfiguredData data) throws IOException {
        try {
            run.progress("encoding test examples", 1);
            LatentTable latents = EncodedExamples.of(model, data);
            latents.write(run.directory().file("eval/latents.csv"));
            if (data.split().test().shape() instanceof ImageShape) {
                run.progress("drawing pictures", 1);
                Pictures pictures = new Pictures(model, data, run.directory().figures());
                pictures.draw(latents, klPerDimension());
                Optional<CodeDensity> density = densities.open();
                if (density.isPresent()) {
                    pictures.samplesOf(
                            config.evaluation().orElseThrow().densities().get(0).name(), density.get());
                }
            }
            run.progress("drawing curves and the report", 1);
            Curves.draw(run.directory().root());
        } catch (LinkageError | InternalError | RuntimeException e) {
            LOG.warn(DrawingFailure.line("the pictures", e));
            LOG.info("pictures", e);
        }
    }
}
