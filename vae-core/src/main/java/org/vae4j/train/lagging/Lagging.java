package org.vae4j.train.lagging;

/**
 * Extra steps of the encoder against posterior collapse (He et al. 2019, "Lagging inference networks and posterior
 * collapse", algorithm 1; from memory, not checked against the paper). In the first epochs, steps come in rows: the
 * last step of a row updates all parameters, and each step before it updates the encoder alone.
 *
 * <p>With a window of 0, each row has {@code encoderSteps + 1} steps, so that iteration and epoch decide what a step
 * updates. With a window of n, as published, the encoder's steps of a row end when the mean of the objective over n of
 * them is not below its mean over the n before, and all extra steps end after the first epoch in which the mutual
 * information of example and latent did not grow; {@link LagProgress} keeps these means.
 *
 * @param encoderSteps number of a row's steps that update the encoder alone, ≥ 0; with a window, at most so many; 0 for
 *     no extra steps
 * @param epochs number of epochs with extra steps, ≥ 0; with a window, at most so many
 * @param window n ≥ 0; 0 for rows of one length
 */
public record Lagging(int encoderSteps, int epochs, int window) {

    /** No extra steps: every step updates all parameters. */
    public static final Lagging NONE = new Lagging(0, 0);

    /** Checks the ranges. */
    public Lagging {
        if (encoderSteps < 0 || epochs < 0) {
            throw new IllegalArgumentException(
                    "found encoderSteps = " + encoderSteps + " in " + epochs + " epochs, expected numbers >= 0");
        }
        if (window < 0) {
            throw new IllegalArgumentException("found window = " + window + ", expected a number >= 0");
        }
    }

    /**
     * Extra steps in rows of one length.
     *
     * @param encoderSteps number of a row's steps that update the encoder alone, ≥ 0; 0 for no extra steps
     * @param epochs number of epochs with extra steps, ≥ 0
     */
    public Lagging(int encoderSteps, int epochs) {
        this(encoderSteps, epochs, 0);
    }

    /** {@return whether any step updates the encoder alone} */
    public boolean isWanted() {
        return encoderSteps > 0 && epochs > 0;
    }

    /** {@return whether the objective and the mutual information decide when rows and extra steps end} */
    public boolean isAdaptive() {
        return isWanted() && window > 0;
    }

    /**
     * Tells whether a step updates the encoder alone.
     *
     * @param iteration number of steps before it
     * @param epoch number of epochs before it
     * @param progress the state of adaptive extra steps; ignored for rows of one length
     * @return false for the last step of each row and after the epochs with extra steps
     */
    public boolean movesEncoderAlone(int iteration, int epoch, LagProgress progress) {
        if (epoch >= epochs) {
            return false;
        }
        return window == 0
                ? iteration % (encoderSteps + 1) < encoderSteps
                : isWanted() && !progress.isOver() && !progress.rowIsOver();
    }
}
