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
 * *.damaged            what could not be used, for inspection
 * </pre>
 *
 * <p>A best model has its epoch in its name because the checkpoint says which epoch was best: after a crash between the
 * writing of the two, the older one is still there.
 */
public final class CheckpointFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFiles.class);
    private static final String BEST = "best-";
    /** More often than a run replaces its best model while one file is read. */
    private static final int MAX_ATTEMPTS = 20;

    private final Path folder;

    /**
     * Names the checkpoints of one run; nothing is read.
     *
     * @param folder the folder of the checkpoints
     */
    public CheckpointFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The model that training selected so far: the best on validation, if that is asked for and there is one, else the
     * newest that is whole. Looks only, and may be asked while a run is at work here.
     */
    Optional<Checkpoint> selected(boolean best) throws IOException {
        for (int i = 1; ; i++) {
            Optional<Checkpoint> newest = newest();
            Optional<BestEpoch> named = newest.filter(c -> best).flatMap(Checkpoint::best);
            if (named.isEmpty()) {
                return newest;
            }
            try {
                return Optional.of(readBest(named.get()));
            } catch (NoSuchFileException e) {
                // The run may have found a better one since.
                if (i == MAX_ATTEMPTS || newest().flatMap(Checkpoint::best).equals(named)) {
                    throw e;
                }
            }
        }
    }

    /** The newest that is whole. Looks only, so that it may be asked while a run is at work here. */
    public Optional<Checkpoint> newest() throws IOException {
        for (Path file : List.of(last(), previous())) {
            try {
                return Optional.of(Checkpoint.read(file));
            } catch (NoSuchFileException e) {
                // There is none, or it is being renamed; then the one before is there.
                LOG.debug("no {}", file);
            } catch (DamagedCheckpointException e) {
                LOG.warn("{}: the checkpoint before is used, if there is one", e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * Whether there is anything to continue from.
     *
     * @return true for a checkpoint that is not whole, too
     */
    public boolean hasAny() {
        return !candidates().isEmpty();
    }

    /**
     * The newest from which the run can continue here. What is damaged is set aside, so that it does not replace what
     * is not, and what a killed process left unfinished is removed.
     *
     * <p>A whole checkpoint whose best model is damaged or gone stays where it is, but training goes on from an older
     * one, or from its beginning, and so makes the best model again.
     *
     * @param withBest whether the best model must be whole, too
     */
    public Optional<Checkpoint> recover(boolean withBest) throws IOException {
        delete(name -> name.endsWith(Checkpoint.UNFINISHED));
        for (Path file : candidates()) {
            Optional<Checkpoint> checkpoint = readOrSetAside(file);
            Optional<BestEpoch> best = checkpoint.filter(c -> withBest).flatMap(Checkpoint::best);
            if (checkpoint.isPresent() && (best.isEmpty() || hasWholeBest(best.get()))) {
                return checkpoint;
            }
            if (checkpoint.isPresent()) {
                LOG.warn(
                        "{} is whole, but not the best model that it names, of epoch {}: training goes on from an older"
                                + " checkpoint, or from its beginning, to make it again",
                        file.getFileName(),
                        best.get().epoch());
            }
        }
        return Optional.empty();
    }

    private boolean hasWholeBest(BestEpoch best) throws IOException {
        return readOrSetAside(fileOf(best)).isPresent();
    }

    /** Nothing when the file is gone, or was damaged and has another name now. */
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
     * Becomes the last; the last becomes the previous.
     *
     * @param checkpoint the checkpoint
     */
    public void write(Checkpoint checkpoint) throws IOException {
        checkpoint.write(last(), previous());
    }

    /**
     * Kept for good.
     *
     * @param checkpoint the checkpoint
     */
    public void keep(Checkpoint checkpoint) throws IOException {
        checkpoint.write(folder.resolve("epoch-" + digits(checkpoint.progress().epoch()) + ".zip"));
    }

    /**
     * Kept while a checkpoint calls it the best.
     *
     * @param checkpoint the checkpoint
     */
    public void writeBest(Checkpoint checkpoint) throws IOException {
        checkpoint.write(best(checkpoint.progress().epoch()));
    }

    /**
     * The model that was best after the epoch that a checkpoint names; {@code best.zip} where its name has no epoch.
     *
     * @param best the epoch that was best
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
     * Removes the best models of other epochs.
     *
     * @param epochs the epochs whose best models are kept
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

    /** So that names sort as numbers. */
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
