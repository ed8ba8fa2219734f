package org.vae4j.experiment.rundir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.file.AtomicFile;

/**
 * The directory of one run: {@code <runs>/<experiment>/<name>-<hash>}.
 *
 * <p>The name is a function of the configuration, so the same command finds its own directory again. A finished run is
 * never written over.
 *
 * <pre>
 * config.yaml      everything, resolved     metrics.jsonl   one line an epoch
 * provenance.json  what made it             log.txt         what it said
 * status.json      what it is doing         checkpoints/    where it can continue
 * eval/*.json      results                  figures/*.png   pictures
 * decoder.zip      the decoder alone        report.html     all of it, to look at
 * </pre>
 */
public final class RunDirectory {

    /** How a refusal begins whose reason is another process; it may be gone a moment later. */
    public static final String LIVE = "found a live run in ";

    static final String STATUS = "status.json";
    private static final Set<String> BEFORE_THE_FIRST_STEP =
            Set.of("config.yaml", STATUS, "provenance.json", "log.txt");
    private static final int PROBE_BYTES = 1 << 16;
    private static final int TRIES = 10;

    private final Path root;
    private final boolean fresh;
    /** Given up by the thread that ends the run, which a signal starts. */
    private volatile Optional<RunLease> lease = Optional.empty();

    private RunDirectory(Path root, boolean fresh) {
        this.root = root;
        this.fresh = fresh;
    }

    /**
     * Where a configuration runs.
     *
     * @param runs the folder of all runs
     * @param config resolved
     * @return the directory, which need not exist
     */
    public static Path locate(Path runs, ExperimentConfig config) {
        return runs.resolve(config.experiment()).resolve(config.label() + "-" + config.hash());
    }

    /**
     * Makes the directory, or opens that of a run that failed, was interrupted or died. Until a {@link RunSession} in it
     * ends, or this process, no other process can open it.
     *
     * @param runs the folder of all runs, made when absent
     * @param config resolved
     * @return ready to write, its configuration written
     * @throws RunDirectoryException when it holds a finished, a live or another run, or cannot be written
     */
    public static RunDirectory open(Path runs, ExperimentConfig config) {
        Path root = locate(runs, config);
        refuseFinished(root);
        RunDirectory directory = new RunDirectory(root, !Files.exists(root));
        try {
            directory.lease = Optional.of(enter(root));
            for (String folder : new String[] {"figures", "eval", "checkpoints"}) {
                Files.createDirectories(root.resolve(folder));
            }
            directory.begin(config);
            UnfinishedFiles.discard(root);
            return directory;
        } catch (IOException e) {
            directory.discard();
            throw unwritable(root, e);
        } catch (RunDirectoryException e) {
            directory.release();
            throw e;
        }
    }

    /** Again when another process, whose run never began, takes the directory away between the two. */
    private static RunLease enter(Path root) throws IOException {
        for (int i = 1; ; i++) {
            Files.createDirectories(root);
            try {
                return RunLease.acquire(root);
            } catch (NoSuchFileException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static void refuseFinished(Path root) {
        if (isDone(root)) {
            throw new RunDirectoryException("found a finished run in " + root
                    + ", expected none: nothing was written over; use --name for another, change a key, or remove it");
        }
    }

    /** A process that was at work without a lease; where one was taken over from a dead process, that settled it. */
    private static void refuseLive(Path root) {
        status(root).filter(s -> s.isAlive(Host.name(), Instant.now())).ifPresent(live -> {
            throw new RunDirectoryException(LIVE + root + " (process " + live.pid() + " on " + live.host()
                    + "), expected none: wait for it, or stop it");
        });
    }

    /**
     * What an error of the file system means to the user.
     *
     * @param root the directory
     * @param e what the file system said
     * @return one line
     */
    public static RunDirectoryException unwritable(Path root, IOException e) {
        return new RunDirectoryException(
                "cannot write to " + root + " (" + describe(e)
                        + "), expected a writable disk with space left: use --runs for another place",
                e);
    }

    /**
     * What a directory says of its run.
     *
     * @param root any path
     * @return nothing when it holds no status
     * @throws RunDirectoryException when it holds one that can't be read: what is there may be a finished run
     */
    public static Optional<RunStatus> status(Path root) {
        return read(root.resolve(STATUS), RunStatus.class);
    }

    /**
     * What a directory says of its run, for who shows it and decides nothing by it.
     *
     * @param root any path
     * @return nothing when it holds no status that can be read
     */
    public static Optional<RunStatus> statusIfReadable(Path root) {
        try {
            return status(root);
        } catch (RunDirectoryException e) {
            return Optional.empty();
        }
    }

    /** Nothing when there is no such file. */
    private static <T> Optional<T> read(Path file, Class<T> type) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(file, type));
        } catch (NoSuchFileException e) {
            // Its run never began and was discarded just now.
            return Optional.empty();
        } catch (IOException e) {
            String cause = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new RunDirectoryException(
                    "found a damaged file " + file + " (" + cause
                            + "), expected what a run wrote there: restore it from"
                            + " a copy, or remove the run's directory",
                    e);
        }
    }

    /**
     * Whether a directory holds a finished run.
     *
     * @param root any path
     * @return true when its run says DONE
     * @throws RunDirectoryException when what it says can't be read
     */
    public static boolean isDone(Path root) {
        return status(root).filter(s -> s.state() == RunState.DONE).isPresent();
    }

    /**
     * Whether somebody is at work in a directory.
     *
     * @param root any path
     * @return true when its run says RUNNING and still lives
     * @throws RunDirectoryException when what it says can't be read
     */
    public static boolean isLive(Path root) {
        return status(root)
                .map(status -> status.isAlive(Host.name(), Instant.now()))
                .orElse(false);
    }

    /**
     * A JSON file of any run directory.
     *
     * @param root any path
     * @param name relative, with '/' between folders
     * @return a missing node when there is no such file
     * @throws RunDirectoryException when there is one that can't be read or is no JSON
     */
    public static JsonNode json(Path root, String name) {
        return read(root.resolve(name), JsonNode.class).orElse(MissingNode.getInstance());
    }

    /**
     * The directory itself.
     *
     * @return its path
     */
    public Path root() {
        return root;
    }

    /**
     * Whether this execution is the first here.
     *
     * @return false when it continues or repeats one
     */
    public boolean isFresh() {
        return fresh;
    }

    /**
     * Where pictures go.
     *
     * @return an existing folder
     */
    public Path figures() {
        return root.resolve("figures");
    }

    /**
     * Where checkpoints go.
     *
     * @return an existing folder
     */
    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /**
     * A file of the run.
     *
     * @param name relative to the directory, with '/' between folders, which are made
     * @return its path
     */
    public Path file(String name) {
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root.normalize())) {
            throw new IllegalArgumentException("found file '" + name + "', expected one inside the run directory");
        }
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw unwritable(root, e);
        }
        return file;
    }

    /**
     * Writes a JSON file whole or not at all.
     *
     * @param name relative to the directory
     * @param value maps, lists, records, numbers, text
     */
    public void write(String name, Object value) {
        requireHeld();
        try {
            AtomicFile.write(file(name), Json.pretty(value));
        } catch (IOException e) {
            throw unwritable(root, e);
        }
    }

    /**
     * Checks that the directory is still this process's to write in.
     *
     * @throws RunDirectoryException when another process has taken it over, because this one seemed dead
     */
    public void requireHeld() {
        if (!lease.map(RunLease::isHeld).orElse(true)) {
            if (!RunLease.isTaken(root)) {
                throw new RunDirectoryException(
                        "found " + root + " without its lease, expected it as it was: it was removed, or"
                                + " cleared, while the run was at work; start the run again");
            }
            throw new RunDirectoryException("found another process at work in " + root
                    + ", expected none: it took over when this one gave no sign of life, and goes on");
        }
    }

    /** Lets other processes in. */
    void release() {
        lease.ifPresent(RunLease::release);
        lease = Optional.empty();
    }

    /**
     * Writes the status.
     *
     * @param status what the run is doing
     */
    public void write(RunStatus status) {
        write(STATUS, status);
    }

    /**
     * Removes the directory of a run that never began, so that a slip leaves nothing behind.
     *
     * @return false, and nothing is removed, when the directory was there before, holds any result, or is another process's
     *     by now
     */
    public boolean discard() {
        try {
            return fresh && empty() && remove();
        } catch (IOException | RunDirectoryException e) {
            return false;
        } finally {
            release();
        }
    }

    /** While nobody else can come in. */
    private boolean empty() throws IOException {
        if (!lease.map(RunLease::isHeld).orElse(false)) {
            lease = Optional.of(RunLease.acquire(root));
        }
        if (hasResults()) {
            return false;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!RunLease.isLease(file.getFileName().toString())) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                if (!folder.equals(root)) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return true;
    }

    private boolean remove() throws IOException {
        release();
        try {
            Files.delete(root);
            Files.delete(root.getParent());
        } catch (DirectoryNotEmptyException e) {
            // Another process came in, or the experiment has other runs.
            return true;
        }
        return true;
    }

    private boolean hasResults() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .anyMatch(RunDirectory::isResult);
        }
    }

    private static boolean isResult(String name) {
        return !BEFORE_THE_FIRST_STEP.contains(name)
                && !RunLease.isLease(name)
                && !name.endsWith(AtomicFile.UNFINISHED);
    }

    private void begin(ExperimentConfig config) throws IOException {
        // Another process may have finished it since the first look.
        refuseFinished(root);
        if (!lease.map(RunLease::isAfterAnother).orElse(false)) {
            refuseLive(root);
        }
        probe();
        AtomicFile.write(root.resolve("config.yaml"), config.yaml());
    }

    /** Finds out before the first step, not after the last, that the disk is full or read-only. */
    private void probe() throws IOException {
        Path file = root.resolve(".probe");
        try {
            Files.write(file, new byte[PROBE_BYTES]);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String describe(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }
}
