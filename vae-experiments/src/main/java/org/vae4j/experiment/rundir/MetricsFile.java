package org.vae4j.experiment.rundir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vae4j.file.AtomicFile;

/** {@code metrics.jsonl}: one JSON object per line, one line per epoch, in order. */
public final class MetricsFile {

    static final String NAME = "metrics.jsonl";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final RunDirectory directory;
    private final Path file;

    /**
     * The file of a run.
     *
     * @param directory of the run
     */
    public MetricsFile(RunDirectory directory) {
        this.directory = directory;
        this.file = directory.file(NAME);
    }

    /**
     * Adds a line and brings it to disk: a checkpoint that counts on it may follow.
     *
     * @param line has an {@code epoch}
     */
    public void append(Object line) {
        directory.requireHeld();
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write((Json.line(line) + "\n").getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(directory.root(), e);
        }
    }

    /**
     * Goes back to where a checkpoint was taken: later lines, and one that was torn, will be written again.
     *
     * @param epoch the last one that stays
     */
    public void rewind(int epoch) {
        String kept = read(file).stream()
                .filter(line -> line.path("epoch").asInt() <= epoch)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        try {
            AtomicFile.write(file, kept);
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(directory.root(), e);
        }
    }

    /**
     * Reads the metrics of a run.
     *
     * @param file {@code metrics.jsonl}
     * @return one object per epoch; empty when there is no file; what cannot be read is left out
     */
    public static List<JsonNode> read(Path file) {
        List<JsonNode> lines = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            return lines;
        }
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                parse(line, lines);
            }
        } catch (NoSuchFileException e) {
            // Its run never began and was discarded just now.
            return lines;
        } catch (IOException e) {
            throw RunDirectoryException.damaged(file, e);
        }
        return lines;
    }

    private static void parse(String line, List<JsonNode> lines) {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node != null && node.isObject()) {
                lines.add(node);
            }
        } catch (IOException e) {
            // A line that was torn when the run was killed.
            return;
        }
    }
}
