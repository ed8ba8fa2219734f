package org.vae4j.experiment.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.data.iterator.Position;
import org.vae4j.eval.ElboEvaluation;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.TrainingConfig;
import org.vae4j.experiment.report.Curves;
import org.vae4j.experiment.rundir.MetricsFile;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Progress;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.TrainResult;
import org.vae4j.train.Trainer;
import org.vae4j.train.checkpoint.Checkpoint;

/**
 * Trains a model as its configuration says and evaluates it on the test set: configuration → data → model → training →
 * evaluation → run directory. Continues from the last checkpoint when the directory has one.
 */
public final class TrainingRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

    private final RunEnvironment run;
    private final ExperimentConfig config;
    private final TrainingConfig training;

    private TrainingRun(RunEnvironment run) {
        this.run = run;
        this.config = run.config();
        this.training = config.training().orElseThrow();
    }

    /**
     * Does it.
     *
     * @param run with the sections data, model, objective, training and evaluation in its configuration
     * @return the test metrics, in nats per example
     * @throws IOException when a picture cannot be written
     * @throws InterruptedException when it was asked to stop; a checkpoint was written
     * @throws org.vae4j.data.DataException when the data is missing or not what it should be
     * @throws org.vae4j.train.DivergedException when the objective is not finite or grows without bound
     */
    public static Map<String, Object> execute(RunEnvironment run) throws IOException, InterruptedException {
        return new TrainingRun(run).execute();
    }

    private Map<String, Object> execute() throws IOException, InterruptedException {
        run.progress("opening the data", 0);
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), config.seed());
        run.provenance("data", data.identity());
        run.provenance("numerics", Backend.use(config.runtime()));
        Evaluation evaluation = new Evaluation(data, config.evaluation().orElseThrow());
        LatentModel model = train(data, evaluation);
        run.progress("evaluating", 1);
        ElboEvaluation test = evaluation.elbo(
                model, data.split().test(), config.evaluation().orElseThrow().samples());
        Map<String, Object> metrics = Evaluation.metrics(test);
        run.directory().write("eval/test.json", metrics);
        run.print("test: " + Metrics.text(test.terms()));
        draw(model, data);
        return metrics;
    }

    private LatentModel train(ConfiguredData data, Evaluation evaluation) throws InterruptedException {
        ImageBatchIterator batches = data.training(training.batchSize());
        Checkpoints checkpoints = new Checkpoints(run.directory(), training.checkpointEveryEpochs());
        Optional<Checkpoint> last = checkpoints.last();
        Progress from = last.map(Checkpoint::progress).orElse(Progress.START);
        LatentModel model = last.map(Checkpoint::model)
                .orElseGet(() -> ConfiguredModel.create(config, data, batches.batchesPerEpoch()));
        new MetricsFile(run.directory()).rewind(from.epoch());
        if (last.isPresent()) {
            run.note("continuing after epoch " + from.epoch() + ", batch " + from.batch());
            batches.restore(new Position(from.epoch(), from.batch()));
        }
        LOG.info("{} parameters, {} batches an epoch", model.graph().numParams(), batches.batchesPerEpoch());
        Trainer trainer = new Trainer(
                TrainConfig.epochs(training.epochs()),
                List.of(
                        new ProgressCallback(run, batches.batchesPerEpoch()),
                        new Metrics(run, data, evaluation),
                        checkpoints),
                run::stopRequested);
        TrainResult result = trainer.fit(
                model, batches, from, last.map(Checkpoint::epochTerms).orElse(ElboTerms.NONE));
        if (!result.completed()) {
            throw new InterruptedException("stopped after epoch "
                    + result.progress().epoch() + ", batch " + result.progress().batch());
        }
        return model;
    }

    /** Pictures are worth having, but not worth losing a finished training for. */
    private void draw(LatentModel model, ConfiguredData data) throws IOException {
        Path figures = run.directory().figures();
        Pictures pictures = new Pictures(data);
        try {
            pictures.reconstructions(model, figures.resolve("reconstructions.png"));
            if (model.isVariational()) {
                pictures.samples(model, figures.resolve("samples.png"));
            }
            Curves.draw(run.directory().root());
        } catch (LinkageError | RuntimeException e) {
            LOG.warn("cannot draw the pictures ({}): does this Java have fonts?", e.toString());
            LOG.info("pictures", e);
        }
    }
}
