package org.vae4j.extension;

/**
 * Thrown for an extension that cannot be instantiated or has another extension's name. The message is one line that
 * tells how to mend it.
 */
public final class BrokenExtensionException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception without a cause.
     *
     * @param message the message, with what was found and what was expected
     */
    public BrokenExtensionException(String message) {
        super(message);
    }

    /**
     * An exception with a cause.
     *
     * @param message the message, with what was found and what was expected
     * @param cause the exception of the class loader or of the constructor
     */
    public BrokenExtensionException(String message, Throwable cause) {
        super(message, cause);
    }
}
