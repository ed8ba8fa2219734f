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
 * After each epoch, evaluates the validation examples when there are any: their ELBO, and what epochs are
 * compared by. Keeps the best model when that is to be the result, and says when training has waited long enough for a
 * better one.
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
     * What came out for the epoch that just ended.
     *
     * @param terms the ELBO's
     * @param negBoundNats what epochs are compared by
     */
    record Validated(ElboTerms terms, double negBoundNats) {}

    Validation(RunEnvironment run, ConfiguredData data, Evaluation evaluation) {
        this.directory = run.directory();
        this.examples = data.valid();
        this.evaluation = evaluation;
        this.config = run.config().training().orElseThrow();
        this.criterion = Criterion.of(run.config());
    }

    /** Continues from the best epoch of a checkpoint, compared by what it was selected by. */
    Validation from(BestEpoch found, ExperimentConfig whole) {
        criterion = Criterion.of(found, whole);
        best = Optional.of(found);
        return this;
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

    /** The epoch that just ended, when there are validation examples. */
    Optional<Validated> latest() {
        return latest;
    }

    /** The best epoch so far. */
    Optional<BestEpoch> best() {
        return best;
    }

    /** Whether the best epoch is so long ago that training should end. */
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
