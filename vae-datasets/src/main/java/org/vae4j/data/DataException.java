package org.vae4j.data;

/** Thrown when data cannot be used. The message is one line: what was found, what was expected, how to fix it. */
public class DataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * An error without a cause worth showing.
     *
     * @param message one line for the person who runs the experiment
     */
    public DataException(String message) {
        super(message);
    }

    /**
     * An error with its technical cause.
     *
     * @param message one line for the person who runs the experiment
     * @param cause the error of the operating system or the library
     */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
