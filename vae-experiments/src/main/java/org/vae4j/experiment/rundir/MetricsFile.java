package org.vae4j.experiment.rundir;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.Optional;
import java.util.stream.Collectors;
import org.vae4j.file.AtomicFile;

/** The file {@code metrics.jsonl} of a run: one JSON object per line, one line per epoch, in order. */
public final class MetricsFile {

    static final String NAME = "metrics.jsonl";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final RunDirectory directory;
    private final Path file;

    /**
     * Creates an access to the file of a run.
     *
     * @param directory the directory of the run
     */
    public MetricsFile(RunDirectory directory) {
        this.directory = directory;
        this.file = directory.file(NAME);
    }

    /**
     * Adds a line and waits until it is on disk, so that no checkpoint is on disk without its line.
     *
     * @param line an object with an {@code epoch}
     * @throws RunDirectoryException if this process no longer holds the directory, or if the line cannot be written
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
     * Removes the lines after the epoch of a checkpoint, from which the run will be continued.
     *
     * @param epoch the last epoch that stays
     * @throws RunDirectoryException if the file is damaged or cannot be written
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
     * Reads the metrics of a run. The last line may be incomplete, because the run was killed while it wrote the line
     * or is still writing it; such a line is left out.
     *
     * @param file the file {@code metrics.jsonl}
     * @return one object per epoch; empty if there is no file
     * @throws RunDirectoryException if the file cannot be read, or if a line before the last one is no JSON object
     */
    public static List<JsonNode> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            List<JsonNode> epochs = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                Optional<JsonNode> epoch = parse(lines.get(i));
                if (epoch.isPresent()) {
                    epochs.add(epoch.get());
                } else if (i < lines.size() - 1) {
                    throw new IOException("found no JSON object in line " + (i + 1));
                }
            }
            return epochs;
        } catch (NoSuchFileException e) {
            // A process has just discarded the directory, because its run never began.
            return List.of();
        } catch (IOException e) {
            throw RunDirectoryException.damaged(file, e);
        }
    }

    private static Optional<JsonNode> parse(String line) {
        try {
            return Optional.ofNullable(MAPPER.readTree(line)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
