package org.vae4j.model;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.model.guard.ModelFileGuard;

/**
 * Reads and writes model files in DL4J's own format, which any DL4J program with this library on its class path can
 * load. Equal networks give equal bytes, unlike DL4J's writer, which stores the time of day in every entry.
 */
final class ModelFile {

    private static final String CONFIGURATION = "configuration.json";
    private static final String PARAMETERS = "coefficients.bin";
    private static final String UPDATER_STATE = "updaterState.bin";
    /** The time of all entries: the earliest that a zip file can store. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ModelFile() {}

    static void write(ComputationGraph graph, Path file) throws IOException {
        write(graph, file, new TreeMap<>());
    }

    /**
     * Writes a network and notes, which are further entries that DL4J ignores. The file is written in place, so a crash
     * may leave it incomplete: who replaces a file writes under a temporary name and renames it.
     *
     * @param notes texts by the names of their entries, which {@link StoredModel} has checked; written in the order of
     *     the names, so that equal notes give equal bytes
     */
    static void write(ComputationGraph graph, Path file, SortedMap<String, String> notes) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            // Compressed, a checkpoint of mnist-vae was a ninth smaller and took eight times as long to write
            // (docs/performance.md).
            zip.setLevel(Deflater.NO_COMPRESSION);
            putEntry(zip, CONFIGURATION);
            zip.write(graph.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
            writeArray(zip, PARAMETERS, graph.params());
            INDArray state = graph.getUpdater().getStateViewArray();
            if (state != null && state.length() > 0) {
                writeArray(zip, UPDATER_STATE, state);
            }
            for (Map.Entry<String, String> note : notes.entrySet()) {
                putEntry(zip, note.getKey());
                zip.write(note.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void putEntry(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
    }

    private static void writeArray(ZipOutputStream zip, String name, INDArray array) throws IOException {
        putEntry(zip, name);
        // Not closed, since that would close the zip file.
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zip));
        Nd4j.write(array, out);
        out.flush();
    }

    /** Reads a network after {@link ModelFileGuard} has checked the file. */
    static ComputationGraph read(Path file) throws IOException {
        return graph(ModelFileGuard.read(file), file);
    }

    /** The network that the checked entries of a file describe. */
    static ComputationGraph graph(Map<String, byte[]> entries, Path file) throws IOException {
        try {
            ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(
                    new String(entry(entries, CONFIGURATION), StandardCharsets.UTF_8)));
            graph.init(readArray(entry(entries, PARAMETERS)), false);
            if (entries.containsKey(UPDATER_STATE)) {
                graph.getUpdater().setStateViewArray(readArray(entry(entries, UPDATER_STATE)));
            }
            return graph;
        } catch (RuntimeException e) {
            throw new IOException("found a damaged file " + file + ", expected a model: " + e.getMessage(), e);
        }
    }

    private static byte[] entry(Map<String, byte[]> entries, String name) {
        if (!entries.containsKey(name)) {
            throw new IllegalArgumentException("it has no entry " + name);
        }
        return entries.get(name);
    }

    private static INDArray readArray(byte[] entry) throws IOException {
        return Nd4j.read(new DataInputStream(new ByteArrayInputStream(entry)));
    }
}
