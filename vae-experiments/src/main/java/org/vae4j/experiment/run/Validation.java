package org.vae4j.experiment.run;

import java.io.IOException;
import java.util.Optional;
import org.vae4j.data.ExampleSet;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.evaluation.Criterion;
import org.vae4j.experiment.run.evaluation.Evaluation;
import org.vae4j.experiment.run.trained.CheckpointFiles;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Callback;
import org.vae4j.train.EpochReport;
import org.vae4j.train.FirstSteps;
import org.vae4j.train.Progress;
import org.vae4j.train.checkpoint.BestEpoch;
import org.vae4j.train.checkpoint.Checkpoint;

/**
 * Evaluates the validation examples, where there are any, after each epoch: their ELBO and the {@link Criterion} by
 * which epochs are compared. Writes the best model where it is to be the result, and tells when patience has run out.
 */
final class Validation implements Callback {

    private final RunDirectory directory;
    private final Optional<ExampleSet> examples;
    private final Evaluation evaluation;
    private final TrainingConfig config;
    private Criterion criterion;
    private Optional<Validated> latest = Optional.empty();
    private Optional<BestEpoch> best = Optional.empty();
    private int epoch;

    /**
     * The result for the epoch that just ended.
     *
     * @param terms the terms of the ELBO
     * @param negBoundNats the value of the criterion
     */
    record Validated(ElboTerms terms, double negBoundNats) {}

    Validation(RunEnvironment run, ConfiguredData data, Evaluation evaluation) {
        this.directory = run.directory();
        this.examples = data.valid();
        this.evaluation = evaluation;
        this.config = run.config().training().orElseThrow();
        this.criterion = Criterion.of(run.config());
    }

    /** Takes over the best epoch that a checkpoint recorded, and the criterion by which it was found. */
    void restore(BestEpoch recorded, ExperimentConfig experiment) {
        criterion = Criterion.of(recorded, experiment);
        best = Optional.of(recorded);
    }

    @Override
    public void onStart(LatentModel model, Progress from) {
        epoch = from.epoch();
    }

    @Override
    public void onEpochEnd(LatentModel model, EpochReport report) {
        epoch = report.progress().epoch();
        latest = examples.map(part -> validated(model, part));
        latest.map(now -> new BestEpoch(epoch, criterion.name(), now.negBoundNats()))
                .filter(now -> best.isEmpty() || now.negBoundNats() < best.get().negBoundNats())
                .ifPresent(now -> {
                    best = Optional.of(now);
                    keep(model, report.progress());
                });
    }

    private Validated validated(LatentModel model, ExampleSet part) {
        ElboTerms terms = evaluation.elbo(model, part, 1).terms();
        return new Validated(terms, criterion.value(new Criterion.Candidate(model, part, terms, evaluation)));
    }

    /** The result for the epoch that just ended; empty without validation examples. */
    Optional<Validated> latest() {
        return latest;
    }

    /** The best epoch so far. */
    Optional<BestEpoch> best() {
        return best;
    }

    /** Whether the best epoch is {@code training.patience} or more epochs ago, so that training should end. */
    boolean isExhausted() {
        return config.patience().isPresent()
                && best.isPresent()
                && epoch - best.get().epoch() >= config.patience().getAsInt();
    }

    private void keep(LatentModel model, Progress progress) {
        if (config.select() == TrainingConfig.Selection.BEST_VALID) {
            try {
                new CheckpointFiles(directory.checkpoints())
                        .writeBest(new Checkpoint(model, progress, ElboTerms.NONE, best, FirstSteps.NONE));
            } catch (IOException e) {
                throw RunDirectoryException.unwritable(directory.root(), e);
            }
        }
    }
}
