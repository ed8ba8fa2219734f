package org.vae4j.experiment.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Callback;
import org.vae4j.train.EpochReport;
import org.vae4j.train.TrainResult;
import org.vae4j.train.checkpoint.Checkpoint;

/** Writes {@code checkpoints/last.zip} every few epochs and when training ends, and finds it again. */
final class Checkpoints implements Callback {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final RunDirectory directory;
    private final Path file;
    private final int everyEpochs;
    private final Validation validation;

    Checkpoints(RunDirectory directory, int everyEpochs, Validation validation) {
        this.directory = directory;
        this.file = file(directory);
        this.everyEpochs = everyEpochs;
        this.validation = validation;
    }

    private static Path file(RunDirectory directory) {
        return directory.checkpoints().resolve("last.zip");
    }

    /** The last checkpoint, if there is one that can be read. */
    static Optional<Checkpoint> last(RunDirectory directory) {
        Path file = file(directory);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Checkpoint.read(file));
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot read {} ({}), starting afresh", file, e.getMessage());
            LOG.info("unreadable checkpoint", e);
            return Optional.empty();
        }
    }

    @Override
    public void onEpochEnd(LatentModel model, EpochReport report) {
        if (report.progress().epoch() % everyEpochs == 0) {
            write(new Checkpoint(model, report.progress(), ElboTerms.NONE, validation.best()));
        }
    }

    @Override
    public void onEnd(LatentModel model, TrainResult result) {
        ElboTerms terms = result.progress().batch() > 0 ? result.lastEpoch() : ElboTerms.NONE;
        write(new Checkpoint(model, result.progress(), terms, validation.best()));
    }

    private void write(Checkpoint checkpoint) {
        try {
            checkpoint.write(file);
        } catch (IOException e) {
            throw RunDirectory.unwritable(directory.root(), e);
        }
    }
}
