package org.vae4j.experiment.config.binding;

/** Thrown for a user's mistake in a configuration. The message says in one line what was found and expected. */
public final class ConfigException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * A mistake.
     *
     * @param message one line that names the key
     */
    public ConfigException(String message) {
        super(message);
    }

    /**
     * A mistake that another exception found.
     *
     * @param message one line that names the key or file
     * @param cause the error that revealed the fault
     */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
