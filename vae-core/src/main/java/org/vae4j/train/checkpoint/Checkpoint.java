package org.vae4j.train.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.vae4j.model.LatentModel;
import org.vae4j.model.guard.ModelFileGuard;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Progress;

/**
 * A moment of a training: the model with its updater's state, how far it had come, and the terms of the epoch so far.
 *
 * <p>That is all: noise, order and binarisation are functions of seeds and progress. The file is a DL4J model file with one
 * more entry, so any DL4J program can load it as a model.
 *
 * @param model parameters, updater state, iteration and epoch count
 * @param progress how far training had come
 * @param epochTerms terms of the epoch it was in
 * @param best the best epoch so far, when there are validation examples
 */
public record Checkpoint(LatentModel model, Progress progress, ElboTerms epochTerms, Optional<BestEpoch> best) {

    private static final String ENTRY = "vae4j-training.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the additional entry holds. */
    private record State(Progress progress, ElboTerms epochTerms, BestEpoch best) {}

    /**
     * A moment of a training that validates nothing.
     *
     * @param model parameters, updater state, iteration and epoch count
     * @param progress how far training had come
     * @param epochTerms terms of the epoch it was in
     */
    public Checkpoint(LatentModel model, Progress progress, ElboTerms epochTerms) {
        this(model, progress, epochTerms, Optional.empty());
    }

    /**
     * Writes the checkpoint. The file is there as a whole or, after a crash or on a full disk, as it was before.
     *
     * @param file what is written; replaced if it is there
     * @throws IOException when it can't be written
     */
    public void write(Path file) throws IOException {
        // Not a temporary file of the JDK's, which nobody but its owner could read.
        Path unfinished = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            model.save(unfinished);
            try (FileSystem zip = FileSystems.newFileSystem(unfinished)) {
                Files.write(
                        zip.getPath(ENTRY), JSON.writeValueAsBytes(new State(progress, epochTerms, best.orElse(null))));
            }
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Reads a checkpoint.
     *
     * @param file what {@link #write} wrote
     * @return the moment
     * @throws IOException when it can't be read or is no checkpoint
     */
    public static Checkpoint read(Path file) throws IOException {
        ModelFileGuard.check(file);
        State state = readState(file);
        return new Checkpoint(
                LatentModel.load(file), state.progress, state.epochTerms, Optional.ofNullable(state.best));
    }

    /** Reads as a stream, which checks the checksum of every entry on the way. */
    private static State readState(Path file) throws IOException {
        Optional<State> state = Optional.empty();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(ENTRY)) {
                    state = Optional.of(JSON.readValue(zip.readAllBytes(), State.class));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("found a damaged file " + file + ", expected a checkpoint: " + e.getMessage(), e);
        }
        return state.orElseThrow(
                () -> new IOException("found no " + ENTRY + " in " + file + ", expected a checkpoint of a training"));
    }
}
