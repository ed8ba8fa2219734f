package org.vae4j.experiment.rundir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.lease.Host;

/**
 * Reads what a run has left in a directory, which may be any path and which somebody else may be writing. A file that
 * is there and cannot be read is an error: it may be that of a finished run.
 */
public final class RunFiles {

    static final String STATUS = "status.json";

    private final Path root;

    private RunFiles(Path root) {
        this.root = root;
    }

    /**
     * The files of a run.
     *
     * @param root the directory of the run, which need not exist
     * @return a reader of them
     */
    public static RunFiles in(Path root) {
        return new RunFiles(root);
    }

    /**
     * Reads what the run says of itself.
     *
     * @return nothing when there is no status
     * @throws RunDirectoryException when there is one that cannot be read
     */
    public Optional<RunStatus> status() {
        return read(STATUS, RunStatus.class);
    }

    /**
     * Reads what the run says of itself, for those who show it and decide nothing by it.
     *
     * @return nothing when there is no status that can be read
     */
    public Optional<RunStatus> statusIfReadable() {
        try {
            return status();
        } catch (RunDirectoryException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the run is finished.
     *
     * @return true when it says DONE
     * @throws RunDirectoryException when what it says cannot be read
     */
    public boolean isDone() {
        return status().filter(status -> status.state() == RunState.DONE).isPresent();
    }

    /**
     * Whether a process is at work on the run.
     *
     * @return true when it says RUNNING and still lives
     * @throws RunDirectoryException when what it says cannot be read
     */
    public boolean isLive() {
        return live().isPresent();
    }

    /** What a process that is at work says of itself. */
    Optional<RunStatus> live() {
        return status().filter(status -> status.isAlive(Host.name(), Instant.now()));
    }

    /**
     * Reads a JSON file of the run.
     *
     * @param name its path relative to the directory, with '/' between folders
     * @return a missing node when there is no such file
     * @throws RunDirectoryException when there is one that cannot be read or is no JSON
     */
    public JsonNode json(String name) {
        return read(name, JsonNode.class).orElse(MissingNode.getInstance());
    }

    /**
     * Reads the metrics of the run.
     *
     * @return one object per epoch; a line that was torn when the run was killed is left out
     * @throws RunDirectoryException when there are some that cannot be read
     */
    public List<JsonNode> metrics() {
        return MetricsFile.read(root.resolve(MetricsFile.NAME));
    }

    private <T> Optional<T> read(String name, Class<T> type) {
        Path file = root.resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(file, type));
        } catch (NoSuchFileException e) {
            // Its run never began and was discarded just now.
            return Optional.empty();
        } catch (IOException e) {
            throw RunDirectoryException.damaged(file, e);
        }
    }
}
