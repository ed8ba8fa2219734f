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
 * A moment of a training: the model with its updater's state, how far it had come, and the terms of the epoch so far.
 *
 * <p>That is all: noise, order and binarisation are functions of seeds and progress. The file is a DL4J model file with
 * one more entry, so any DL4J program can load it as a model.
 *
 * @param model parameters, updater state, iteration and epoch count
 * @param progress how far training had come
 * @param epochTerms terms of the epoch it was in
 * @param best the best epoch so far, when there are validation examples
 * @param firstSteps what the objective is compared with to tell whether training diverges
 * @param lag how far an encoder that is let catch up had come
 * @param noiseKeying how noise followed from seeds until here: {@link NoisePosition#KEYING}, or 1 in files of version
 *     0.1
 */
public record Checkpoint(
        LatentModel model,
        Progress progress,
        ElboTerms epochTerms,
        Optional<BestEpoch> best,
        FirstSteps firstSteps,
        LagProgress lag,
        int noiseKeying) {

    /** How the names of files end that were not written to their end; rubbish, unless their process lives. */
    public static final String UNFINISHED = ".tmp";

    private static final String ENTRY = "vae4j-training.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the additional entry holds; version 0.1 said nothing of its noise, nor of an encoder that catches up. */
    private record State(
            Progress progress,
            ElboTerms epochTerms,
            BestEpoch best,
            FirstSteps firstSteps,
            LagProgress lag,
            Integer noiseKeying) {}

    /**
     * A moment of a training by this version.
     *
     * @param model parameters, updater state, iteration and epoch count
     * @param at where the training goes on from it
     * @param best the best epoch so far, when there are validation examples
     */
    public Checkpoint(LatentModel model, StartingPoint at, Optional<BestEpoch> best) {
        this(model, at.progress(), at.epochTerms(), best, at.firstSteps(), at.lag(), NoisePosition.KEYING);
    }

    /**
     * A moment of a training by this version that lets no encoder catch up.
     *
     * @param model parameters, updater state, iteration and epoch count
     * @param progress how far training had come
     * @param epochTerms terms of the epoch it was in
     * @param best the best epoch so far, when there are validation examples
     * @param firstSteps what the objective is compared with to tell whether training diverges
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
     * A moment of a training that validates nothing.
     *
     * @param model parameters, updater state, iteration and epoch count
     * @param progress how far training had come
     * @param epochTerms terms of the epoch it was in
     */
    public Checkpoint(LatentModel model, Progress progress, ElboTerms epochTerms) {
        this(model, progress, epochTerms, Optional.empty(), FirstSteps.NONE);
    }

    /**
     * Where a training goes on from here.
     *
     * @return without the model
     */
    public StartingPoint startingPoint() {
        return new StartingPoint(progress, epochTerms, firstSteps, lag);
    }

    /**
     * Writes the checkpoint. The file is there as a whole or, after a crash or on a full disk, as it was before.
     *
     * @param file what is written; replaced if it is there
     * @throws IOException when it can't be written
     */
    public void write(Path file) throws IOException {
        write(file, Optional.empty());
    }

    /**
     * Writes the checkpoint and keeps the one that it replaces. After a crash at any moment one of the two files is
     * there as a whole.
     *
     * @param file what is written
     * @param previous what {@code file} is renamed to, if it is there
     * @throws IOException when it can't be written
     */
    public void write(Path file, Path previous) throws IOException {
        write(file, Optional.of(previous));
    }

    private void write(Path file, Optional<Path> previous) throws IOException {
        // Not a temporary file of the JDK's, which nobody but its owner could read.
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
     * @param file what {@link #write} wrote
     * @return the moment
     * @throws NoSuchFileException when there is none, or it is being replaced
     * @throws DamagedCheckpointException when the content is not what was written, or no checkpoint at all
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
            // Another process replaced it after the seal was looked at.
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
