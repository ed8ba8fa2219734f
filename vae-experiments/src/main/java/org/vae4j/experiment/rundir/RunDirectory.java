package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.file.AtomicFile;

/**
 * The directory of one run, {@code <runs>/<experiment>/<name>-<hash>}, for the process that holds and writes it. Other
 * processes read it by {@link RunFiles}.
 *
 * <p>The name is a function of the configuration, so that the same command finds its directory again. A finished run is
 * never overwritten.
 *
 * <pre>
 * config.yaml      the full configuration     metrics.jsonl   one line per epoch
 * provenance.json  command, code and machine  log.txt         the log
 * status.json      the current state          checkpoints/    models to continue from
 * eval/*.json      results                    figures/*.png   pictures
 * decoder.zip      the decoder                report.html     the report
 * </pre>
 */
public final class RunDirectory {

    private static final List<String> FOLDERS = List.of("figures", "eval", "checkpoints");
    /** The size of a file that is written to test the disk. */
    private static final int PROBE_BYTES = 1 << 16;
    /** The number of attempts to enter a directory that other processes remove. */
    private static final int MAX_ATTEMPTS = 10;

    private final Path root;
    private final boolean fresh;
    /**
     * The lease on the directory; null after its release. Volatile, because the thread that ends a run may be one that
     * a signal has started.
     */
    private volatile RunLease lease;

    private RunDirectory(Path root, boolean fresh) {
        this.root = root;
        this.fresh = fresh;
    }

    /**
     * The path of the directory of a configuration's run.
     *
     * @param runs the folder of all runs
     * @param config the resolved configuration
     * @return the path, which need not exist
     */
    public static Path locate(Path runs, ExperimentConfig config) {
        return runs.resolve(config.experiment()).resolve(config.label() + "-" + config.hash());
    }

    /**
     * Creates the directory of a run, or opens that of a run that failed, was interrupted or died, and writes the
     * configuration into it. No other process can open the directory until a {@link RunSession} in it ends, or this
     * process ends.
     *
     * @param runs the folder of all runs, which is created if it does not exist
     * @param config the resolved configuration
     * @return the directory, ready to be written
     * @throws RunDirectoryException if the directory holds a finished or a live run, or if it cannot be written
     */
    public static RunDirectory open(Path runs, ExperimentConfig config) {
        Path root = locate(runs, config);
        refuseFinished(root);
        RunDirectory directory = new RunDirectory(root, !Files.exists(root));
        try {
            directory.lease = enter(root);
            for (String folder : FOLDERS) {
                Files.createDirectories(root.resolve(folder));
            }
            directory.writeConfig(config);
            UnfinishedFiles.discard(root);
            return directory;
        } catch (IOException e) {
            directory.discardIfEmpty();
            throw RunDirectoryException.unwritable(root, e);
        } catch (RunDirectoryException e) {
            directory.release("refused");
            throw e;
        }
    }

    /** Creates the directory and takes its lease; both again if another process removes the directory in between. */
    private static RunLease enter(Path root) throws IOException {
        for (int i = 1; ; i++) {
            Files.createDirectories(root);
            try {
                return RunLease.acquire(root);
            } catch (NoSuchFileException e) {
                if (i == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void refuseFinished(Path root) {
        if (RunFiles.in(root).isDone()) {
            throw new RunDirectoryException("found a finished run in " + root
                    + ", expected none: nothing was written over; use --name for another, change a key, or remove it");
        }
    }

    /** Refuses a directory in which a process is at work without a lease, by the status that this process writes. */
    private static void refuseLive(Path root) {
        RunFiles.in(root).live().ifPresent(live -> {
            throw RunDirectoryException.live(root, "process " + live.pid() + " on " + live.host());
        });
    }

    /** {@return the path of the directory} */
    public Path root() {
        return root;
    }

    /** {@return whether this execution is the first in the directory; false if it continues or repeats another one} */
    public boolean isFresh() {
        return fresh;
    }

    /** {@return the folder of the pictures, which exists} */
    public Path figures() {
        return root.resolve("figures");
    }

    /** {@return the folder of the checkpoints, which exists} */
    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /**
     * The path of a file of the run. The folders in its name are created, but not the file.
     *
     * @param name the path relative to the directory, with '/' between folders
     * @return the path
     * @throws IllegalArgumentException if the path leads out of the directory
     * @throws RunDirectoryException if a folder cannot be created
     */
    public Path file(String name) {
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root.normalize())) {
            throw new IllegalArgumentException("found file '" + name + "', expected one inside the run directory");
        }
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
        return file;
    }

    /**
     * Writes a JSON file; a reader never sees half a file.
     *
     * @param name the path relative to the directory
     * @param value a value of maps, lists, records, numbers and texts
     * @throws RunDirectoryException if this process no longer holds the directory, or if the file cannot be written
     */
    public void write(String name, Object value) {
        requireHeld();
        try {
            AtomicFile.write(file(name), Json.pretty(value));
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
    }

    /**
     * Checks that this process may still write in the directory. After the release of the directory, every call passes.
     *
     * @throws RunDirectoryException if another process has taken the directory over, because this one seemed dead, or
     *     if the directory was removed
     */
    public void requireHeld() {
        RunLease held = lease;
        if (held == null) {
            return;
        }
        switch (held.state()) {
            case TAKEN_OVER -> throw RunDirectoryException.takenOver(root);
            case REMOVED ->
                throw new RunDirectoryException(
                        "found " + root + " without its lease, expected it as it was: it was removed, or"
                                + " cleared, while the run was at work; start the run again");
            case HELD, RELEASED -> {}
        }
    }

    /**
     * Checks that a file of 64 KiB can be written.
     *
     * @throws RunDirectoryException if the disk is full, read-only or not there
     */
    public void requireWritable() {
        try {
            probe();
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
    }

    /** Gives back the lease, so that other processes can open the directory; further calls do nothing. */
    void release(String outcome) {
        RunLease held = lease;
        lease = null;
        if (held != null) {
            held.release(outcome);
        }
    }

    /**
     * Writes the status of the run.
     *
     * @param status the status
     * @throws RunDirectoryException if this process no longer holds the directory, or if the file cannot be written
     */
    public void write(RunStatus status) {
        write(RunFiles.STATUS, status);
    }

    /**
     * Deletes the directory if its run never began and left no result, for example because its data were not found.
     *
     * @return whether the directory was deleted; it stays if it existed before, holds a result, or is held by another
     *     process
     */
    public boolean discardIfEmpty() {
        try {
            return fresh && deleteIfEmpty();
        } catch (IOException | RunDirectoryException e) {
            return false;
        } finally {
            release("discarded");
        }
    }

    private boolean deleteIfEmpty() throws IOException {
        UnbegunRun run = new UnbegunRun(root);
        // The run may have given its lease back. While this process holds it, no other process can come in.
        RunLease held = RunLease.acquire(root);
        lease = held;
        if (run.hasResults()) {
            return false;
        }
        run.deleteContents();
        held.releaseForRemoval();
        run.deleteFolders();
        return true;
    }

    /** Checks again, now that the lease is held, and writes the configuration. */
    private void writeConfig(ExperimentConfig config) throws IOException {
        // Another process may have finished the run since the first check.
        refuseFinished(root);
        // A dead owner's status may still say that its run is alive.
        if (!lease.previousOwnerDied()) {
            refuseLive(root);
        }
        // A full or read-only disk is reported before the first step, not after the last.
        probe();
        AtomicFile.write(root.resolve("config.yaml"), config.yaml());
    }

    private void probe() throws IOException {
        Path file = root.resolve(".probe");
        try {
            Files.write(file, new byte[PROBE_BYTES]);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
