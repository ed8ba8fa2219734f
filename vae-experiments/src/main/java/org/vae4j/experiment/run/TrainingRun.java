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
 * Trains a model as its configuration says and evaluates it on the test set: configuration → data → model → training →
 * evaluation → run directory. Continues from the last checkpoint when the directory has one.
 */
public final class TrainingRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
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
     * Trains, evaluates and draws.
     *
     * @param run with the sections data, model, objective, training and evaluation in its configuration
     * @return the test metrics, in nats per example
     * @throws IOException when a picture cannot be written
     * @throws InterruptedException when it was asked to stop; a checkpoint was written
     * @throws PausedException when it paused where {@code runtime.untilEpoch} says; a checkpoint was written
     * @throws org.vae4j.data.DataException when the data is missing or not what it should be
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
        data.own().ifPresent(this::tell);
        Numerics numerics = Backend.use(config.runtime(), products());
        run.provenance("numerics", numerics);
        if (numerics.blasCoreType().isPresent() && numerics.products().isEmpty()) {
            CoreTypeSetting.slowing(System.getenv(), Processor.ofThisComputer())
                    .map(CoreTypeSetting::text)
                    .ifPresent(LOG::warn);
        }
        int threads = numerics.isOnCpu() ? config.runtime().threads() : 1;
        Evaluation evaluation = new Evaluation(data, config.evaluation().orElseThrow(), threads);
        Outcome outcome = train(data, evaluation, numerics.isOnCpu());
        run.progress("evaluating", 1);
        Map<String, Object> metrics = test(outcome, data, evaluation);
        if (outcome.paused()) {
            // Without the diagnostics, whose time grows with the square of the examples: a rung is compared by metrics.
            run.directory().write("eval/test-epoch-" + outcome.epoch() + ".json", metrics);
            throw new PausedException(outcome.epoch(), metrics);
        }
        densities.fit(outcome.model(), data).ifPresent(found -> metrics.put("densities", found));
        run.directory().write("eval/test.json", withDiagnostics(metrics, outcome, data));
        bound(outcome, data, evaluation);
        outcome.model().decoder().save(run.directory().root().resolve("decoder.zip"));
        draw(outcome.model(), data);
        return metrics;
    }

    /** What training led to: the selected model, and after how many epochs it was that. */
    private record Outcome(LatentModel model, int selectedEpoch, String selectedBy, int epoch, boolean paused) {}

    private boolean isContinued() {
        return new CheckpointFiles(run.directory().checkpoints()).hasAny();
    }

    private RecordedProducts products() {
        return isContinued() ? RecordedProducts.of(run.directory().root()) : RecordedProducts.NONE;
    }

    /** A training that continued with other images would end as a model of neither. */
    private void requireSameData(ConfiguredData data) {
        if (isContinued()) {
            RecordedData.of(run.directory().root()).requireSame(data.identity());
        }
    }

    /** What was found in data of the user's own, for the person who waits and for what reads the run later. */
    private void tell(DataDescription own) {
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

    /** The ELBO does not say how good a model is that another bound was maximised for. */
    private void bound(Outcome outcome, ConfiguredData data, Evaluation evaluation) {
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

    /** The divergence of each dimension from its prior, of the test examples; empty where it was not measured. */
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

    /** What the files have more than the line for programs. */
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
        sayWhenOneBatchIsAll(data.split().train().size());
        LOG.info(
                "{} parameters, {} batches per epoch, workers: {}",
                model.graph().numParams(),
                batches.batchesPerEpoch(),
                workers.count());
        Validation validation = new Validation(run, data, evaluation);
        last.flatMap(Checkpoint::best).ifPresent(best -> validation.from(best, config));
        Checkpoints checkpoints = new Checkpoints(run.directory(), training, validation);
        last.ifPresent(checkpoints::from);
        ObjectiveWeights weights = new ObjectiveWeights(config, batches.batchesPerEpoch());
        List<Callback> callbacks = List.of(
                new ProgressCallback(run, batches.batchesPerEpoch(), validation),
                new Calibration(data, config.evaluation().orElseThrow()),
                workers.withAllCores(validation),
                workers.withAllCores(new Metrics(run, data, evaluation, validation, weights)),
                new LivePictures(run, data),
                checkpoints);
        Trainer trainer = trainer(workers, callbacks, validation, diagnostics(data)::informationNats);
        StartingPoint start = last.map(Checkpoint::startingPoint).orElse(StartingPoint.BEGINNING);
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

    private void sayWhenOneBatchIsAll(int examples) {
        if (training.batchSize() > examples) {
            LOG.warn(
                    "training.batchSize={} is more than the {} training examples: an epoch is one step",
                    training.batchSize(),
                    examples);
        }
    }

    /** A training that began with another keying of its noise continues with this one's, and says so. */
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

    /** Before the first step, not after the last. */
    private static void requireReadable(LatentModel model) {
        try {
            StoredModel.requireReadable(model);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /** Pictures are worth having, but not worth losing a finished training for. */
    private void draw(LatentModel model, ConfiguredData data) throws IOException {
        try {
            run.progress("encoding test examples", 1);
            LatentTable latents = EncodedExamples.of(model, data);
            latents.write(run.directory().file("eval/latents.csv"));
            if (data.split().test().shape() instanceof ImageShape) {
                run.progress("drawing pictures", 1);
                Pictures pictures = new Pictures(model, data, run.directory().figures());
                pictures.draw(latents, klPerDimension());
                Optional<CodeDensity> density = densities.open(Optional.empty());
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
