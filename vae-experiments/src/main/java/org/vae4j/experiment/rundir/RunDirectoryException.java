package org.vae4j.experiment.rundir;

/** A run directory that cannot be used as asked: what was found, what was expected, how to fix it, in one line. */
public final class RunDirectoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A directory that cannot be used.
     *
     * @param message one line that names the directory
     */
    public RunDirectoryException(String message) {
        super(message);
    }

    /**
     * A directory that cannot be used.
     *
     * @param message one line that names the directory
     * @param cause what the file system said
     */
    public RunDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
