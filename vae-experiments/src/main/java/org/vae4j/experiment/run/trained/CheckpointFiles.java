package org.vae4j.experiment.run.trained;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.file.DurableFile;
import org.vae4j.train.checkpoint.BestEpoch;
import org.vae4j.train.checkpoint.Checkpoint;
import org.vae4j.train.checkpoint.DamagedCheckpointException;

/**
 * The folder {@code checkpoints} of a run.
 *
 * <pre>
 * last.zip             the newest              best-&lt;epoch&gt;.zip    the best on validation
 * previous.zip         the one before          epoch-&lt;epoch&gt;.zip   kept for good
 * *.damaged            unreadable files, set aside for inspection
 * </pre>
 *
 * <p>{@code last.zip} records which epoch was best, and the best model has its epoch in its name. A crash after a new
 * best model was written and before the checkpoint that names it thus leaves the older best model in place.
 */
public final class CheckpointFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFiles.class);
    private static final String BEST = "best-";
    /** A run replaces its best model fewer times than this while a reader makes its attempts. */
    private static final int MAX_ATTEMPTS = 20;

    private final Path folder;

    /**
     * Refers to the checkpoints of one run; nothing is read.
     *
     * @param folder the folder of the checkpoints
     */
    public CheckpointFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the model that training has selected so far. Changes no file, and may be called while a run writes here.
     *
     * @param preferBest whether the best model on validation is preferred to the newest, where there is one
     * @return the checkpoint; empty where there is none that can be read
     */
    Optional<Checkpoint> selected(boolean preferBest) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Optional<Checkpoint> newest = newest();
            Optional<BestEpoch> named = newest.filter(c -> preferBest).flatMap(Checkpoint::best);
            if (named.isEmpty()) {
                return newest;
            }
            try {
                return Optional.of(readBest(named.get()));
            } catch (NoSuchFileException e) {
                // The run may have removed this model because it found a better one since.
                if (attempt == MAX_ATTEMPTS
                        || newest().flatMap(Checkpoint::best).equals(named)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Reads the newest checkpoint that is undamaged. Changes no file, and may be called while a run writes here.
     *
     * @return the checkpoint; empty where there is none
     * @throws IOException when a file is there and cannot be read for now
     */
    public Optional<Checkpoint> newest() throws IOException {
        for (Path file : List.of(last(), previous())) {
            try {
                return Optional.of(Checkpoint.read(file));
            } catch (NoSuchFileException e) {
                // Either there is none, or it is being renamed, and then the one before is there.
                LOG.debug("no {}", file);
            } catch (DamagedCheckpointException e) {
                LOG.warn("{}: the checkpoint before is used, if there is one", e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the run has written a checkpoint to continue from.
     *
     * @return true also when the checkpoint is damaged
     */
    public boolean hasAny() {
        return !candidates().isEmpty();
    }

    /**
     * Finds the newest checkpoint from which the run can continue. Damaged files are renamed, so that the next
     * checkpoint does not push out an undamaged one; unfinished files of a killed process are deleted.
     *
     * <p>An undamaged checkpoint whose best model is damaged or missing stays where it is but is not returned: training
     * continues from an older one, or starts anew, and so makes that best model again.
     *
     * @param withBest whether the best model that the checkpoint names must be readable, too
     * @return the checkpoint; empty when training must start anew
     * @throws IOException when a file is there and cannot be read for now
     */
    public Optional<Checkpoint> recover(boolean withBest) throws IOException {
        delete(name -> name.endsWith(Checkpoint.UNFINISHED));
        for (Path file : candidates()) {
            Optional<Checkpoint> checkpoint = readOrSetAside(file);
            if (checkpoint.isEmpty()) {
                continue;
            }
            Optional<BestEpoch> best = checkpoint.filter(c -> withBest).flatMap(Checkpoint::best);
            if (best.isEmpty() || readOrSetAside(fileOf(best.get())).isPresent()) {
                return checkpoint;
            }
            LOG.warn(
                    "{} is whole, but not the best model that it names, of epoch {}: training goes on from an older"
                            + " checkpoint, or from its beginning, to make it again",
                    file.getFileName(),
                    best.get().epoch());
        }
        return Optional.empty();
    }

    /** Reads a checkpoint; empty when there is no such file, or when it was damaged and has been renamed. */
    private static Optional<Checkpoint> readOrSetAside(Path file) throws IOException {
        try {
            return Optional.of(Checkpoint.read(file));
        } catch (NoSuchFileException e) {
            LOG.debug("no {}", file);
        } catch (DamagedCheckpointException e) {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged");
            LOG.warn("{}: {} is set aside as {}", e.getMessage(), file.getFileName(), aside.getFileName());
            DurableFile.rename(file, aside);
        }
        return Optional.empty();
    }

    /**
     * Writes the checkpoint to {@code last.zip}, whose former content becomes {@code previous.zip}.
     *
     * @param checkpoint the checkpoint
     * @throws IOException when it cannot be written
     */
    public void write(Checkpoint checkpoint) throws IOException {
        checkpoint.write(last(), previous());
    }

    /**
     * Writes a checkpoint that is kept for good, under the number of its epoch.
     *
     * @param checkpoint the checkpoint
     * @throws IOException when it cannot be written
     */
    public void keep(Checkpoint checkpoint) throws IOException {
        checkpoint.write(folder.resolve("epoch-" + digits(checkpoint.progress().epoch()) + ".zip"));
    }

    /**
     * Writes the best model so far. It is kept until {@link #retainBest} drops its epoch.
     *
     * @param checkpoint the checkpoint
     * @throws IOException when it cannot be written
     */
    public void writeBest(Checkpoint checkpoint) throws IOException {
        checkpoint.write(best(checkpoint.progress().epoch()));
    }

    /**
     * Reads the best model that a checkpoint names: {@code best-<epoch>.zip}, or {@code best.zip} of earlier versions.
     *
     * @param best the best epoch that a checkpoint records
     * @return the best model
     * @throws IOException when it is missing or cannot be read
     */
    public Checkpoint readBest(BestEpoch best) throws IOException {
        return Checkpoint.read(fileOf(best));
    }

    private Path fileOf(BestEpoch best) {
        Path file = best(best.epoch());
        Path unnumbered = folder.resolve("best.zip");
        return !Files.exists(file) && Files.exists(unnumbered) ? unnumbered : file;
    }

    /**
     * Deletes the best models of all other epochs.
     *
     * @param epochs the epochs whose best models are kept
     * @throws IOException when one cannot be deleted
     */
    public void retainBest(Set<Integer> epochs) throws IOException {
        List<String> kept =
                epochs.stream().map(e -> best(e).getFileName().toString()).toList();
        delete(name -> name.startsWith(BEST) && name.endsWith(".zip") && !kept.contains(name));
    }

    private List<Path> candidates() {
        return Stream.of(last(), previous()).filter(Files::exists).toList();
    }

    private Path last() {
        return folder.resolve("last.zip");
    }

    private Path previous() {
        return folder.resolve("previous.zip");
    }

    private Path best(int epoch) {
        return folder.resolve(BEST + digits(epoch) + ".zip");
    }

    /** The epoch with leading zeros, so that the names of files sort as numbers. */
    private static String digits(int epoch) {
        return String.format(Locale.ROOT, "%06d", epoch);
    }

    private void delete(Predicate<String> names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(f -> names.test(f.getFileName().toString())).forEach(CheckpointFiles::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
