package org.vae4j.experiment.config.binding;

/** A user's mistake in a configuration: what was found, what was expected, how to fix it, in one line. */
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
     * @param cause what found it
     */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
