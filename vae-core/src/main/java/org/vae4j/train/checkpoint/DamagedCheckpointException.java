package org.vae4j.train.checkpoint;

import java.io.IOException;

/** A file that was read and is not what a checkpoint must be: cut off, changed, empty, or something else altogether. */
public final class DamagedCheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * A damaged checkpoint.
     *
     * @param message one line that names the file, what was found and what was expected
     */
    public DamagedCheckpointException(String message) {
        super(message);
    }

    /**
     * A damaged checkpoint.
     *
     * @param message one line that names the file, what was found and what was expected
     * @param cause what found it out
     */
    public DamagedCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
