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
 * Reads what a run has left in a directory, which may be any path and which somebody else may be writing. A file that
 * is there and cannot be read is an error: it may be that of a finished run.
 */
public final class RunFiles {

    static final String STATUS = "status.json";

    private static final String CONFIG = "config.yaml";

    /** Of a run's configuration below a folder of experiments. */
    private static final int DEPTH = 3;

    /** Files that are looked at: the folder may be anything. */
    private static final int MAX_FILES = 20_000;

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

    /**
     * Reads what was found in data of the user's own.
     *
     * @return nothing for a data set of the catalogue, or where it cannot be read
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
            // Its run never began and was discarded just now.
            return Optional.empty();
        } catch (IOException e) {
            throw RunDirectoryException.damaged(file, e);
        }
    }

    /**
     * The newest run near a path that is none itself: in the folder, with the same beginning of its name, of the
     * experiment that is called so, or in the folder {@code runs}.
     *
     * @param path any path
     * @return nothing where there is no run near, or it cannot be read
     */
    public static Optional<Path> near(Path path) {
        Path usual = Path.of("runs");
        return newest(path)
                .or(() -> begunBy(path))
                .or(() -> newest(usual.resolve(path.isAbsolute() ? Path.of("") : path)))
                .or(() -> newest(usual));
    }

    private static Optional<Path> begunBy(Path path) {
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return Optional.empty();
        }
        String typed = String.valueOf(path.getFileName());
        try (Stream<Path> beside = Files.list(parent)) {
            return beside.filter(each -> each.getFileName().toString().startsWith(typed))
                    .filter(each -> Files.isRegularFile(each.resolve(CONFIG)))
                    .max(Comparator.comparing(RunFiles::changed));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> newest(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> below = Files.walk(folder, DEPTH)) {
            return below.limit(MAX_FILES)
                    .filter(file -> file.endsWith(CONFIG))
                    .map(Path::getParent)
                    .filter(Objects::nonNull)
                    .max(Comparator.comparing(RunFiles::changed));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static FileTime changed(Path run) {
        try {
            return Files.getLastModifiedTime(run.resolve(CONFIG));
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
