package org.vae4j.train;

/** Training has left the region in which it can succeed. The message says what was seen and what to try. */
public final class DivergedException extends RuntimeException {

    /**
     * Takes a message for the person who runs the experiment.
     *
     * @param message one line
     */
    public DivergedException(String message) {
        super(message);
    }
}
