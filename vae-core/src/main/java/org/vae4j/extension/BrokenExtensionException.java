package org.vae4j.extension;

/**
 * An extension that cannot be made, or that takes another one's name. The message is one line that says what to mend.
 */
public final class BrokenExtensionException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * The exception.
     *
     * @param message what was found and what was expected
     */
    public BrokenExtensionException(String message) {
        super(message);
    }

    /**
     * The exception.
     *
     * @param message what was found and what was expected
     * @param cause what the class loader or the constructor threw
     */
    public BrokenExtensionException(String message, Throwable cause) {
        super(message, cause);
    }
}
