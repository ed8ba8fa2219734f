package org.vae4j.train;

/** Thrown when training has diverged. The message says what was found and what to try. */
public final class DivergedException extends RuntimeException {

    /**
     * Creates the exception.
     *
     * @param message one line for the person who runs the experiment
     */
    public DivergedException(String message) {
        super(message);
    }
}
