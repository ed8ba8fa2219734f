package org.vae4j.data;

import java.io.IOException;

/** Thrown when a folder cannot be written: the disk is full, read-only or absent. The message says what to do. */
public final class UnwritableDataException extends DataException {

    private static final long serialVersionUID = 1L;

    /**
     * An error of the disk.
     *
     * @param message one line: which folder cannot be written, and what to do
     * @param cause the error of the file system
     */
    public UnwritableDataException(String message, IOException cause) {
        super(message, cause);
    }
}
