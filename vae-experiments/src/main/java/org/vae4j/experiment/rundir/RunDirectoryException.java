package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Thrown if a run directory, or another place of a command's files, cannot be used as requested. The message is one
 * line that says what was found, what was expected and how to fix it.
 */
public final class RunDirectoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kind of error, for programs that react to it. */
    public enum Reason {
        /** The directory does not fit the request: it holds a finished, another or a damaged run, or no run. */
        UNFIT,
        /** Another process is at work in the directory; a later attempt may succeed. */
        LIVE,
        /** The disk is full, read-only or not there; once it can be written, the same command continues. */
        UNWRITABLE
    }

    private final Reason reason;

    /**
     * Creates an exception for a directory that does not fit the request.
     *
     * @param message one line that names the directory
     */
    public RunDirectoryException(String message) {
        this(Reason.UNFIT, message, null);
    }

    /**
     * Creates an exception for a directory that does not fit the request.
     *
     * @param message one line that names the directory
     * @param cause the error of the file system
     */
    public RunDirectoryException(String message, Throwable cause) {
        this(Reason.UNFIT, message, cause);
    }

    private RunDirectoryException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * Creates an exception for a path that is no run directory.
     *
     * @param path the path
     * @return an exception that suggests the newest run near the path, if there is one
     */
    public static RunDirectoryException noRun(Path path) {
        String found = Files.isDirectory(path) ? "no config.yaml in " + path : "no directory " + path;
        return new RunDirectoryException("found " + found + ", expected a run directory"
                + RunFiles.near(path)
                        .map(run -> ", such as " + run)
                        .orElse(": vae run prints the one that it makes, such as runs/mnist-vae/seed1-0123456789"));
    }

    /**
     * Creates an exception for a directory in which another process is at work.
     *
     * @param root the directory
     * @param process the process, for the message
     * @return an exception whose reason is {@link Reason#LIVE}
     */
    static RunDirectoryException live(Path root, String process) {
        return new RunDirectoryException(
                Reason.LIVE,
                "found a live run in " + root + " (" + process + "), expected none: wait for it, or stop it",
                null);
    }

    /**
     * Creates an exception for a directory that another process has taken over from this one.
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
     * Creates an exception for a directory that cannot be written.
     *
     * @param root the directory
     * @param e the error of the file system
     * @return an exception whose reason is {@link Reason#UNWRITABLE}
     */
    public static RunDirectoryException unwritable(Path root, IOException e) {
        return unwritable(root, e, "use --runs for another place");
    }

    /**
     * Creates an exception for a file or directory that cannot be written.
     *
     * @param place the file or directory
     * @param e the error of the file system
     * @param remedy the advice to the user
     * @return an exception whose reason is {@link Reason#UNWRITABLE}
     */
    public static RunDirectoryException unwritable(Path place, IOException e, String remedy) {
        String cause = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
        return new RunDirectoryException(
                Reason.UNWRITABLE,
                "cannot write to " + place + " (" + cause + "), expected a writable disk with space left: " + remedy,
                e);
    }

    /**
     * Creates an exception for a damaged file of a run.
     *
     * @param file the file
     * @param e the error in the file
     * @return an exception whose reason is {@link Reason#UNFIT}
     */
    public static RunDirectoryException damaged(Path file, IOException e) {
        return damaged(file, e, "what a run wrote there: restore it from a copy, or remove the run's directory");
    }

    /**
     * Creates an exception for a damaged file.
     *
     * @param file the file
     * @param e the error in the file
     * @param expected the expected content, and the advice to the user
     * @return an exception whose reason is {@link Reason#UNFIT}
     */
    public static RunDirectoryException damaged(Path file, IOException e, String expected) {
        String cause = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new RunDirectoryException("found a damaged file " + file + " (" + cause + "), expected " + expected, e);
    }

    /** {@return the kind of error} */
    public Reason reason() {
        return reason;
    }
}
