package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.file.AtomicFile;

/**
 * The directory of one run, {@code <runs>/<experiment>/<name>-<hash>}, as the process that holds it writes it. Whoever
 * only reads uses {@link RunFiles}.
 *
 * <p>The name is a function of the configuration, so the same command finds its own directory again. A finished run is
 * never written over.
 *
 * <pre>
 * config.yaml      everything, resolved     metrics.jsonl   one line per epoch
 * provenance.json  what made it             log.txt         what it said
 * status.json      what it is doing         checkpoints/    where it can continue
 * eval/*.json      results                  figures/*.png   pictures
 * decoder.zip      the decoder alone        report.html     all of it, to look at
 * </pre>
 */
public final class RunDirectory {

    private static final List<String> FOLDERS = List.of("figures", "eval", "checkpoints");
    private static final int PROBE_BYTES = 1 << 16;
    private static final int MAX_ATTEMPTS = 10;

    private final Path root;
    private final boolean fresh;
    /** Null when the run has ended. Given up by the thread that ends the run, which a signal may have started. */
    private volatile RunLease lease;

    private RunDirectory(Path root, boolean fresh) {
        this.root = root;
        this.fresh = fresh;
    }

    /**
     * The path of the directory in which a configuration runs.
     *
     * @param runs the folder of all runs
     * @param config resolved
     * @return the directory, which need not exist
     */
    public static Path locate(Path runs, ExperimentConfig config) {
        return runs.resolve(config.experiment()).resolve(config.label() + "-" + config.hash());
    }

    /**
     * Makes the directory, or opens that of a run that failed, was interrupted or died. Until a {@link RunSession} in
     * it ends, or this process, no other process can open it.
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
            directory.lease = enter(root);
            for (String folder : FOLDERS) {
                Files.createDirectories(root.resolve(folder));
            }
            directory.begin(config);
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

    /** Tries again when another process, whose run never began, removes the directory between the two steps. */
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

    /**
     * Refuses a process that is at work without a lease. Where the lease of a dead process was taken over, there is
     * none.
     */
    private static void refuseLive(Path root) {
        RunFiles.in(root).live().ifPresent(live -> {
            throw RunDirectoryException.live(root, "process " + live.pid() + " on " + live.host());
        });
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
            throw RunDirectoryException.unwritable(root, e);
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
            throw RunDirectoryException.unwritable(root, e);
        }
    }

    /**
     * Checks that this process may still write in the directory.
     *
     * @throws RunDirectoryException when another process has taken it over, because this one seemed dead, or when
     *     somebody has removed it
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
     * Checks that the disk takes files, of 64 KiB at least.
     *
     * @throws RunDirectoryException when it is full, read-only or away
     */
    public void requireWritable() {
        try {
            probe();
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
    }

    /** Lets other processes in. */
    void release(String outcome) {
        RunLease held = lease;
        lease = null;
        if (held != null) {
            held.release(outcome);
        }
    }

    /**
     * Writes the status.
     *
     * @param status what the run is doing
     */
    public void write(RunStatus status) {
        write(RunFiles.STATUS, status);
    }

    /**
     * Deletes the directory if its run never began and left no result, so that a slip leaves nothing behind.
     *
     * @return whether it was deleted; it stays when it was there before, holds any result, or is held by another
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
        // The run may have ended and given its lease back; while it is held nobody else can come in.
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

    private void begin(ExperimentConfig config) throws IOException {
        // Another process may have finished it since the first look.
        refuseFinished(root);
        if (!lease.previousOwnerDied()) {
            refuseLive(root);
        }
        // Before the first step, not after the last, it is found out that the disk is full or read-only.
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
