package org.vae4j.experiment.rundir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.experiment.lease.Host;

/**
 * Reads the files of a run. The directory may be any path, and another process may be writing in it. A missing file
 * gives an empty result, but a damaged one is an error: it may be that of a finished run.
 */
public final class RunFiles {

    static final String STATUS = "status.json";

    private static final String CONFIG = "config.yaml";

    /** The depth of a run's configuration below a folder of experiments. */
    private static final int DEPTH = 3;

    /** A search ends after this number of files, since the folder may be anything, such as a home directory. */
    private static final int MAX_FILES = 20_000;

    private final Path root;

    private RunFiles(Path root) {
        this.root = root;
    }

    /**
     * Creates a reader of the files of a run.
     *
     * @param root the directory of the run, which need not exist
     * @return the reader
     */
    public static RunFiles in(Path root) {
        return new RunFiles(root);
    }

    /**
     * Reads the status of the run.
     *
     * @return the status; empty if there is none
     * @throws RunDirectoryException if the status cannot be read
     */
    public Optional<RunStatus> status() {
        return read(STATUS, RunStatus.class);
    }

    /**
     * Reads the status of the run for display only; decisions need {@link #status}.
     *
     * @return the status; empty if there is none or if it cannot be read
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
     * @return true if its status is DONE
     * @throws RunDirectoryException if the status cannot be read
     */
    public boolean isDone() {
        return status().filter(status -> status.state() == RunState.DONE).isPresent();
    }

    /**
     * Whether a process is at work on the run.
     *
     * @return true if its status is RUNNING and its process is alive
     * @throws RunDirectoryException if the status cannot be read
     */
    public boolean isLive() {
        return live().isPresent();
    }

    /** The status of the run if a process is at work on it. */
    Optional<RunStatus> live() {
        return status().filter(status -> status.isAlive(Host.name(), Instant.now()));
    }

    /**
     * Reads a JSON file of the run.
     *
     * @param name the path relative to the directory, with '/' between folders
     * @return the content; a missing node if there is no such file
     * @throws RunDirectoryException if the file cannot be read or is no JSON
     */
    public JsonNode json(String name) {
        return read(name, JsonNode.class).orElse(MissingNode.getInstance());
    }

    /**
     * Reads the metrics of the run.
     *
     * @return one object per epoch; empty if there is no file
     * @throws RunDirectoryException if the file cannot be read
     */
    public List<JsonNode> metrics() {
        return MetricsFile.read(root.resolve(MetricsFile.NAME));
    }

    /**
     * Reads the metrics of the run for display only.
     *
     * @return one object per epoch, none if there is no file; empty if the file cannot be read
     */
    public Optional<List<JsonNode>> metricsIfReadable() {
        try {
            return Optional.of(metrics());
        } catch (RunDirectoryException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the description of a user's own data.
     *
     * @return the description; empty for a data set of the catalogue, or if the file cannot be read
     */
    public Optional<DataDescription> dataIfReadable() {
        try {
            return read("data.json", DataDescription.class);
        } catch (RunDirectoryException e) {
            return Optional.empty();
        }
    }

    private <T> Optional<T> read(String name, Class<T> type) {
        Path file = root.resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(file, type));
        } catch (NoSuchFileException e) {
            // A process has just discarded the directory, because its run never began.
            return Optional.empty();
        } catch (IOException e) {
            throw RunDirectoryException.damaged(file, e);
        }
    }

    /**
     * Finds a run to suggest for a path that is no run directory: the newest run below the path, else the newest one
     * beside it whose name begins like the path's, else the newest one of the experiment of this name, else the newest
     * one in the folder {@code runs}.
     *
     * @param path any path
     * @return the run; empty if there is none, or if the folders cannot be read
     */
    public static Optional<Path> near(Path path) {
        Path usual = Path.of("runs");
        return newestBelow(path)
                .or(() -> newestWithPrefix(path))
                .or(() -> newestBelow(usual.resolve(path.isAbsolute() ? Path.of("") : path)))
                .or(() -> newestBelow(usual));
    }

    private static Optional<Path> newestWithPrefix(Path path) {
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return Optional.empty();
        }
        String prefix = String.valueOf(path.getFileName());
        try (Stream<Path> siblings = Files.list(parent)) {
            return siblings.filter(each -> each.getFileName().toString().startsWith(prefix))
                    .filter(each -> Files.isRegularFile(each.resolve(CONFIG)))
                    .max(Comparator.comparing(RunFiles::timeOfConfig));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> newestBelow(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> below = Files.walk(folder, DEPTH)) {
            return below.limit(MAX_FILES)
                    .filter(file -> file.endsWith(CONFIG))
                    .map(Path::getParent)
                    .filter(Objects::nonNull)
                    .max(Comparator.comparing(RunFiles::timeOfConfig));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static FileTime timeOfConfig(Path run) {
        try {
            return Files.getLastModifiedTime(run.resolve(CONFIG));
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
