package org.vae4j.experiment.run;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.experiment.run.trained.CheckpointFiles;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Callback;
import org.vae4j.train.EpochReport;
import org.vae4j.train.FirstSteps;
import org.vae4j.train.Progress;
import org.vae4j.train.StartingPoint;
import org.vae4j.train.StepReport;
import org.vae4j.train.TrainResult;
import org.vae4j.train.checkpoint.BestEpoch;
import org.vae4j.train.checkpoint.Checkpoint;
import org.vae4j.train.lagging.LagProgress;

/** Writes a checkpoint every few epochs, every few minutes, and when training ends. */
final class Checkpoints implements Callback {

    private static final double NANOS_PER_SECOND = 1e9;

    private final RunDirectory directory;
    private final CheckpointFiles files;
    private final TrainingConfig config;
    private final Validation validation;
    private FirstSteps firstSteps;
    private LagProgress lag;
    private Progress written;
    private Optional<BestEpoch> bestWritten;
    private long writtenAt = System.nanoTime();

    /**
     * Prepares the checkpoints of a training.
     *
     * @param directory the directory of the run, which holds them
     * @param config the settings of the training, with the times at which they are written
     * @param validation the best epoch so far, which a continued training has restored before
     * @param start the beginning of the training, or the position of the last checkpoint
     */
    Checkpoints(RunDirectory directory, TrainingConfig config, Validation validation, StartingPoint start) {
        this.directory = directory;
        this.files = new CheckpointFiles(directory.checkpoints());
        this.config = config;
        this.validation = validation;
        this.firstSteps = start.firstSteps();
        this.lag = start.lag();
        this.written = start.progress();
        this.bestWritten = validation.best();
    }

    /**
     * Finds the checkpoint to continue from.
     *
     * @return the checkpoint; empty when training starts anew
     * @throws RunDirectoryException when there are checkpoints that cannot be read for now
     */
    static Optional<Checkpoint> recover(RunDirectory directory, TrainingConfig config) {
        boolean withBest = config.select() == TrainingConfig.Selection.BEST_VALID;
        try {
            return new CheckpointFiles(directory.checkpoints()).recover(withBest);
        } catch (IOException e) {
            // Training must not start anew: the unreadable checkpoints may be undamaged.
            throw new RunDirectoryException(
                    "cannot continue in " + directory.root() + " (" + e.getMessage()
                            + "), expected checkpoints that can be read: nothing was changed",
                    e);
        }
    }

    @Override
    public void onStep(LatentModel model, StepReport report) {
        firstSteps = firstSteps.plus(report.terms().objectiveNats());
        lag = report.lag();
        double seconds = (System.nanoTime() - writtenAt) / NANOS_PER_SECOND;
        if (config.checkpointEverySeconds() > 0 && seconds >= config.checkpointEverySeconds()) {
            write(model, report.progress(), report.epochTerms());
        }
    }

    @Override
    public void onEpochEnd(LatentModel model, EpochReport report) {
        int epoch = report.progress().epoch();
        lag = report.lag();
        // The epoch is kept before last.zip is written: a run that is killed between the two writes repeats the epoch
        // when it resumes, and keeps it then. In the other order the run continues with the next epoch, and this
        // one is never kept.
        if (config.keepEveryEpochs().stream().anyMatch(n -> epoch % n == 0)) {
            keep(model, report.progress());
        }
        if (epoch % config.checkpointEveryEpochs() == 0) {
            write(model, report.progress(), ElboTerms.NONE);
        }
    }

    @Override
    public void onEnd(LatentModel model, TrainResult result) {
        if (!result.progress().equals(written)) {
            write(model, result.progress(), result.progress().batch() > 0 ? result.lastEpoch() : ElboTerms.NONE);
        }
    }

    /** Writes last.zip, and deletes the best models that neither this checkpoint nor the one before it names. */
    private void write(LatentModel model, Progress progress, ElboTerms terms) {
        directory.requireHeld();
        Optional<BestEpoch> best = validation.best();
        Set<Integer> needed = new HashSet<>();
        best.ifPresent(b -> needed.add(b.epoch()));
        bestWritten.ifPresent(b -> needed.add(b.epoch()));
        try {
            files.write(new Checkpoint(model, new StartingPoint(progress, terms, firstSteps, lag), best));
            files.retainBest(needed);
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(directory.root(), e);
        }
        bestWritten = best;
        written = progress;
        writtenAt = System.nanoTime();
    }

    private void keep(LatentModel model, Progress progress) {
        directory.requireHeld();
        try {
            StartingPoint at = new StartingPoint(progress, ElboTerms.NONE, firstSteps, lag);
            files.keep(new Checkpoint(model, at, validation.best()));
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(directory.root(), e);
        }
    }
}
