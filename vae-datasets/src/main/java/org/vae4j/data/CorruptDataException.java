package org.vae4j.data;

/** Thrown when a file exists but its content is wrong: magic number, length or checksum. */
public final class CorruptDataException extends DataException {

    private static final long serialVersionUID = 1L;

    /**
     * A file with the wrong content.
     *
     * @param message one line: the file, what was found, what was expected, how to fix it
     */
    public CorruptDataException(String message) {
        super(message);
    }

    /**
     * A file with the wrong content, found by a library.
     *
     * @param message one line: the file, what was found, what was expected, how to fix it
     * @param cause the error of the library
     */
    public CorruptDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
