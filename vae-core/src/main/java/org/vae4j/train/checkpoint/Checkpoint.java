package org.vae4j.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.vae4j.file.DurableFile;
import org.vae4j.layers.NoisePosition;
import org.vae4j.model.LatentModel;
import org.vae4j.model.StoredModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.FirstSteps;
import org.vae4j.train.Progress;
import org.vae4j.train.StartingPoint;
import org.vae4j.train.lagging.LagProgress;

/**
 * The state of a training between two steps, from which it continues with the bits of an uninterrupted training.
 *
 * <p>Noise, order and binarisation of the examples are functions of seeds and progress, so no generator is stored. The
 * file is a DL4J model file with one more entry, so that any DL4J program can load it as a model.
 *
 * @param model the model with its parameters, updater state, iteration and epoch count
 * @param progress the progress
 * @param epochTerms the terms of the current epoch so far
 * @param best the best epoch so far; empty without validation examples
 * @param firstSteps the first steps' objective, with which later ones are compared to detect divergence
 * @param lag the state of the encoder's extra steps
 * @param noiseKeying version of the function from seeds to noise: {@link NoisePosition#KEYING}, or 1 in files of
 *     version 0.1
 */
public record Checkpoint(
        LatentModel model,
        Progress progress,
        ElboTerms epochTerms,
        Optional<BestEpoch> best,
        FirstSteps firstSteps,
        LagProgress lag,
        int noiseKeying) {

    /** The suffix of the names of unfinished files; they may be deleted when their process has ended. */
    public static final String UNFINISHED = ".tmp";

    private static final String ENTRY = "vae4j-training.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The content of the additional entry. The last two are null in files of version 0.1. */
    private record State(
            Progress progress,
            ElboTerms epochTerms,
            BestEpoch best,
            FirstSteps firstSteps,
            LagProgress lag,
            Integer noiseKeying) {}

    /**
     * The state of a training by this version.
     *
     * @param model the model with its parameters, updater state, iteration and epoch count
     * @param at the rest of the state
     * @param best the best epoch so far; empty without validation examples
     */
    public Checkpoint(LatentModel model, StartingPoint at, Optional<BestEpoch> best) {
        this(model, at.progress(), at.epochTerms(), best, at.firstSteps(), at.lag(), NoisePosition.KEYING);
    }

    /**
     * The state of a training by this version without extra steps of the encoder.
     *
     * @param model the model with its parameters, updater state, iteration and epoch count
     * @param progress the progress
     * @param epochTerms the terms of the current epoch so far
     * @param best the best epoch so far; empty without validation examples
     * @param firstSteps the first steps' objective, with which later ones are compared to detect divergence
     */
    public Checkpoint(
            LatentModel model,
            Progress progress,
            ElboTerms epochTerms,
            Optional<BestEpoch> best,
            FirstSteps firstSteps) {
        this(model, new StartingPoint(progress, epochTerms, firstSteps), best);
    }

    /**
     * The state of a training by this version without validation examples.
     *
     * @param model the model with its parameters, updater state, iteration and epoch count
     * @param progress the progress
     * @param epochTerms the terms of the current epoch so far
     */
    public Checkpoint(LatentModel model, Progress progress, ElboTerms epochTerms) {
        this(model, progress, epochTerms, Optional.empty(), FirstSteps.NONE);
    }

    /**
     * The state without the model and the best epoch, as {@link org.vae4j.train.Trainer} takes it.
     *
     * @return the state
     */
    public StartingPoint startingPoint() {
        return new StartingPoint(progress, epochTerms, firstSteps, lag);
    }

    /**
     * Writes the checkpoint atomically: after a crash or on a full disk the file is as it was before.
     *
     * @param file the file to write; replaced if it exists
     * @throws IOException when it can't be written
     */
    public void write(Path file) throws IOException {
        write(file, Optional.empty());
    }

    /**
     * Writes the checkpoint and keeps the one that it replaces. After a crash at any moment one of the two files is
     * complete.
     *
     * @param file the file to write
     * @param previous the new name of the file that exists; itself replaced if it exists
     * @throws IOException when it can't be written
     */
    public void write(Path file, Path previous) throws IOException {
        write(file, Optional.of(previous));
    }

    private void write(Path file, Optional<Path> previous) throws IOException {
        // Not Files.createTempFile, whose files only their owner may read.
        Path unfinished = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + UNFINISHED);
        try {
            State state = new State(progress, epochTerms, best.orElse(null), firstSteps, lag, noiseKeying);
            new StoredModel(model, Map.of(ENTRY, JSON.writeValueAsString(state))).writeTo(unfinished);
            Seal.put(unfinished);
            DurableFile.force(unfinished);
            if (previous.isPresent() && Files.exists(file)) {
                DurableFile.rename(file, previous.get());
            }
            DurableFile.rename(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Reads a checkpoint.
     *
     * @param file a file that {@link #write} wrote
     * @return the checkpoint
     * @throws NoSuchFileException when the file does not exist, or is being replaced
     * @throws DamagedCheckpointException when the content has changed since it was written, or is no checkpoint
     * @throws IOException when it can't be read
     */
    public static Checkpoint read(Path file) throws IOException {
        boolean sealed = Seal.check(file);
        try {
            StoredModel stored = StoredModel.read(file);
            State state = state(stored);
            return new Checkpoint(
                    stored.model(),
                    state.progress,
                    state.epochTerms,
                    Optional.ofNullable(state.best),
                    Optional.ofNullable(state.firstSteps).orElse(FirstSteps.NONE),
                    Optional.ofNullable(state.lag).orElse(LagProgress.BEGINNING),
                    Optional.ofNullable(state.noiseKeying).orElse(1));
        } catch (NoSuchFileException e) {
            // Another process replaced the file after its seal was checked.
            throw e;
        } catch (IOException | RuntimeException e) {
            if (sealed) {
                throw new IOException(
                        "found " + file + " as it was written, expected a checkpoint that this version can read: "
                                + e.getMessage(),
                        e);
            }
            throw new DamagedCheckpointException(
                    "found a damaged file " + file + ", expected a checkpoint: " + e.getMessage(), e);
        }
    }

    private static State state(StoredModel stored) throws IOException {
        String text = stored.notes().get(ENTRY);
        if (text == null) {
            throw new IOException("no " + ENTRY + ": is it a model without its training?");
        }
        State state = JSON.readValue(text, State.class);
        if (state == null || state.progress == null || state.epochTerms == null) {
            throw new IOException("no progress or no terms in " + ENTRY);
        }
        return state;
    }
}
