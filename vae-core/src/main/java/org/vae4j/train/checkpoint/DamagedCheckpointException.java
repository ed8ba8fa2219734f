package org.vae4j.train.checkpoint;

import java.io.IOException;

/** Thrown when a file that could be read is no complete checkpoint: it is truncated, changed, empty or another file. */
public final class DamagedCheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message one line that names the file, what was found and what was expected
     */
    public DamagedCheckpointException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line that names the file, what was found and what was expected
     * @param cause the failure that showed the damage
     */
    public DamagedCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
