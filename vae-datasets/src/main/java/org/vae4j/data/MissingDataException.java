package org.vae4j.data;

/** Thrown when a data set is not on this machine. The message names the ways to get it. */
public final class MissingDataException extends DataException {

    private static final long serialVersionUID = 1L;

    /**
     * An absent data set.
     *
     * @param message one line: what is missing, where it was looked for, how to get it
     */
    public MissingDataException(String message) {
        super(message);
    }
}
