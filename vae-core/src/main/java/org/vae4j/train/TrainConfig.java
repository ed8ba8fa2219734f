package org.vae4j.train;

/**
 * How long training goes on and when it gives up.
 *
 * @param epochs passes over the data, ≥ 1
 * @param divergenceFactor an objective above this multiple of the first steps' mean ends the training; &gt; 1
 */
public record TrainConfig(int epochs, double divergenceFactor) {

    /** Checks the ranges. */
    public TrainConfig {
        if (epochs < 1) {
            throw new IllegalArgumentException("found epochs = " + epochs + ", expected a number >= 1");
        }
        if (!(divergenceFactor > 1)) {
            throw new IllegalArgumentException(
                    "found divergenceFactor = " + divergenceFactor + ", expected a number > 1: try 10");
        }
    }

    /**
     * Training for a number of epochs, ended when the objective is ten times what it was at first.
     *
     * @param epochs passes over the data, ≥ 1
     * @return the configuration
     */
    public static TrainConfig epochs(int epochs) {
        return new TrainConfig(epochs, 10);
    }
}
