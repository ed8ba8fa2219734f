package org.vae4j.train.lagging;

/**
 * An encoder that lags behind its decoder is let catch up (He et al. 2019, "Lagging inference networks and posterior
 * collapse", algorithm 1; recalled): in the first epochs steps come in rows, of which the last one moves all parameters
 * and those before it the encoder alone.
 *
 * <p>With a window of 0 all rows are of one length, so that what a step does follows from its iteration and epoch. With
 * a window of n, as published, a row ends when the mean of what is minimised over n steps is no lower than over the n
 * before them, and the phase ends after the first epoch in which the mutual information of example and latent did not
 * grow; what a step does then follows from {@link LagProgress} too.
 *
 * @param encoderSteps how many steps of a row move the encoder alone, ≥ 0, at most that many where a window ends rows;
 *     0 for none
 * @param epochs in which the encoder is let catch up, ≥ 0, at most so many where there is a window
 * @param window n ≥ 0; 0 for rows of one length
 */
public record Lagging(int encoderSteps, int epochs, int window) {

    /** Every step moves all parameters. */
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
     * Rows of one length.
     *
     * @param encoderSteps how many steps of a row move the encoder alone, ≥ 0; 0 for none
     * @param epochs in which the encoder is let catch up, ≥ 0
     */
    public Lagging(int encoderSteps, int epochs) {
        this(encoderSteps, epochs, 0);
    }

    /** {@return whether any step moves the encoder alone} */
    public boolean isWanted() {
        return encoderSteps > 0 && epochs > 0;
    }

    /** {@return whether the training itself decides when rows and the phase end} */
    public boolean isAdaptive() {
        return isWanted() && window > 0;
    }

    /**
     * Whether a step moves the encoder alone.
     *
     * @param iteration steps done before it
     * @param epoch epochs done before it
     * @param progress how far the rows have come; not looked at where they are of one length
     * @return false for the last step of each row, and behind the first epochs
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
