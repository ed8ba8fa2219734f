package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run directory that cannot be used as asked: what was found, what was expected, how to fix it, in one line. */
public final class RunDirectoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a directory cannot be used, for programs; the message says it to people. */
    public enum Reason {
        /** What was asked does not fit what is there: a finished, another or a damaged run, or none. */
        UNFIT,
        /** Another process is at work there; it may be gone a moment later. */
        LIVE,
        /** The disk is full, read-only or away; with a disk that can be written the same command goes on. */
        UNWRITABLE
    }

    private final Reason reason;

    /**
     * A directory that does not fit what was asked.
     *
     * @param message one line that names the directory
     */
    public RunDirectoryException(String message) {
        this(Reason.UNFIT, message, null);
    }

    /**
     * A directory that does not fit what was asked.
     *
     * @param message one line that names the directory
     * @param cause what the file system said
     */
    public RunDirectoryException(String message, Throwable cause) {
        this(Reason.UNFIT, message, cause);
    }

    private RunDirectoryException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * A path that is no run directory.
     *
     * @param path what was given
     * @return an exception that names the newest run near it, where there is one
     */
    public static RunDirectoryException noRun(Path path) {
        String found = Files.isDirectory(path) ? "no config.yaml in " + path : "no directory " + path;
        return new RunDirectoryException("found " + found + ", expected a run directory"
                + RunFiles.near(path)
                        .map(run -> ", such as " + run)
                        .orElse(": vae run prints the one that it makes, such as runs/mnist-vae/seed1-0123456789"));
    }

    /**
     * A directory in which another process is at work.
     *
     * @param root the directory
     * @param who the process, for people
     * @return an exception whose reason is {@link Reason#LIVE}
     */
    static RunDirectoryException live(Path root, String who) {
        return new RunDirectoryException(
                Reason.LIVE,
                "found a live run in " + root + " (" + who + "), expected none: wait for it, or stop it",
                null);
    }

    /**
     * A directory that another process has taken over from this one.
     *
     * @param root the directory
     * @return an exception whose reason is {@link Reason#LIVE}
     */
    static RunDirectoryException takenOver(Path root) {
        return new RunDirectoryException(
                Reason.LIVE,
                "found another process at work in " + root
                        + ", expected none: it took over when this one gave no sign of life, and goes on",
                null);
    }

    /**
     * A directory that cannot be written.
     *
     * @param root the directory
     * @param e what the file system said
     * @return an exception whose reason is {@link Reason#UNWRITABLE}
     */
    public static RunDirectoryException unwritable(Path root, IOException e) {
        return unwritable(root, e, "use --runs for another place");
    }

    /**
     * A place that cannot be written.
     *
     * @param place a file or a directory
     * @param e what the file system said
     * @param remedy what the user can do
     * @return an exception whose reason is {@link Reason#UNWRITABLE}
     */
    public static RunDirectoryException unwritable(Path place, IOException e, String remedy) {
        String said = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
        return new RunDirectoryException(
                Reason.UNWRITABLE,
                "cannot write to " + place + " (" + said + "), expected a writable disk with space left: " + remedy,
                e);
    }

    /**
     * A file of a run that holds something else than a run wrote there.
     *
     * @param file of a run
     * @param e what was wrong with it
     * @return an exception whose reason is {@link Reason#UNFIT}
     */
    public static RunDirectoryException damaged(Path file, IOException e) {
        return damaged(file, e, "what a run wrote there: restore it from a copy, or remove the run's directory");
    }

    /**
     * A file that holds something else than was written there.
     *
     * @param file what is damaged
     * @param e what was wrong with it
     * @param expected what should be in it, and what the user can do
     * @return an exception whose reason is {@link Reason#UNFIT}
     */
    public static RunDirectoryException damaged(Path file, IOException e, String expected) {
        String cause = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new RunDirectoryException("found a damaged file " + file + " (" + cause + "), expected " + expected, e);
    }

    /** {@return why the directory cannot be used} */
    public Reason reason() {
        return reason;
    }
}
