package org.vae4j.train.step;

/**
 * An encoder that lags behind its decoder is let catch up (He et al. 2019, "Lagging inference networks and posterior
 * collapse"): in the first epochs only every (n + 1)-th step moves all parameters, the n before it the encoder alone.
 * As published (recalled), n is chosen anew each time, by when the bound stops improving, up to 100; here it is a
 * number, so that what a step does follows from its iteration and epoch, and a resumed training takes the same steps.
 *
 * @param encoderSteps n ≥ 0; 0 for none
 * @param epochs in which the encoder is let catch up, ≥ 0
 */
public record Lagging(int encoderSteps, int epochs) {

    /** Every step moves all parameters. */
    public static final Lagging NONE = new Lagging(0, 0);

    /** Checks the ranges. */
    public Lagging {
        if (encoderSteps < 0 || epochs < 0) {
            throw new IllegalArgumentException(
                    "found encoderSteps = " + encoderSteps + " in " + epochs + " epochs, expected numbers >= 0");
        }
    }

    /** {@return whether any step moves the encoder alone} */
    public boolean isWanted() {
        return encoderSteps > 0 && epochs > 0;
    }

    /**
     * Whether a step moves the encoder alone.
     *
     * @param iteration steps done before it
     * @param epoch epochs done before it
     * @return false for the last step of each n + 1, and behind the first epochs
     */
    public boolean movesEncoderAlone(int iteration, int epoch) {
        return epoch < epochs && iteration % (encoderSteps + 1) < encoderSteps;
    }
}
