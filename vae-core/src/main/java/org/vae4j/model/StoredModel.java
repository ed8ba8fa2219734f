package org.vae4j.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.model.guard.ModelFileGuard;

/**
 * The content of a model file: a model, and notes that other programs ignore.
 *
 * @param model the model with its parameters, updater state, iteration and epoch count
 * @param notes texts by the names of their entries, which match {@code vae4j-[a-z0-9-]{1,40}\\.(json|txt)}
 */
public record StoredModel(LatentModel model, Map<String, String> notes) {

    private static final String PREFIX = "vae4j-";
    /** An upper bound of the bytes of a network's configuration and the notes. */
    private static final long BESIDE_THE_ARRAYS = 1L << 20;

    /** Copies the notes and checks their names, since a file with other names could not be read again. */
    public StoredModel {
        notes = Map.copyOf(notes);
        for (String name : notes.keySet()) {
            if (!ModelFileGuard.isNote(name)) {
                throw new IllegalArgumentException("found a note named \"" + name
                        + "\", expected a name such as vae4j-training.json: small letters, digits and hyphens");
            }
        }
    }

    /**
     * Writes the file directly, which a crash may leave incomplete: write under a temporary name and rename the file.
     *
     * @param file the file to write; replaced if it exists
     * @throws IOException when it can't be written
     */
    public void writeTo(Path file) throws IOException {
        ModelFile.write(model.graph(), file, new TreeMap<>(notes));
    }

    /**
     * Reads a file in one pass, so that model and notes belong together even if another process replaces the file.
     *
     * @param file a file that {@link #writeTo} wrote
     * @return its content
     * @throws IOException when it can't be read, is damaged, or contains anything that a model of this library does not
     */
    public static StoredModel read(Path file) throws IOException {
        Map<String, byte[]> entries = ModelFileGuard.read(file);
        Map<String, String> notes = new TreeMap<>();
        entries.forEach((name, content) -> {
            if (name.startsWith(PREFIX)) {
                notes.put(name, new String(content, StandardCharsets.UTF_8));
            }
        });
        return new StoredModel(LatentModel.of(ModelFile.graph(entries, file)), notes);
    }

    /**
     * Refuses a model whose files would be too large to be read again. Call it before a long training.
     *
     * @param model the model
     * @throws IllegalArgumentException when a file of it unpacks to more than {@link ModelFileGuard#limit()} bytes
     */
    public static void requireReadable(LatentModel model) {
        ComputationGraph graph = model.graph();
        INDArray state = graph.getUpdater().getStateViewArray();
        long numbers = graph.numParams() + (state == null ? 0 : state.length());
        long bytes = numbers * graph.params().dataType().width() + BESIDE_THE_ARRAYS;
        if (bytes > ModelFileGuard.limit()) {
            throw new IllegalArgumentException("found a model of " + graph.numParams()
                    + " parameters, whose files unpack"
                    + " to " + bytes + " bytes with the updater's state, expected at most " + ModelFileGuard.limit()
                    + ": set VAE_JAVA_OPTS=-D" + ModelFileGuard.MAX_BYTES + "=" + bytes
                    + " for this command and all that read the model");
        }
    }
}
