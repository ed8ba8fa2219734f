package org.vae4j.data;

import java.io.IOException;

/** A folder of data on a disk that is full, read-only or away; the message names the folder and the ways out. */
public final class UnwritableDataException extends DataException {

    private static final long serialVersionUID = 1L;

    /**
     * An error of the disk.
     *
     * @param message one line: which folder cannot be written, and what to do
     * @param cause what the file system said
     */
    public UnwritableDataException(String message, IOException cause) {
        super(message, cause);
    }
}
