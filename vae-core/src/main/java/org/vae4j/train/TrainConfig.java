package org.vae4j.train;

import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.vae4j.model.LatentModel;
import org.vae4j.train.lagging.Lagging;

/**
 * How long training goes on and when it gives up.
 *
 * @param epochs passes over the data, ≥ 1
 * @param divergenceFactor an objective whose absolute value exceeds this multiple of max(|m| + 1, d) nats ends the
 *     training, with m the mean of the first ten steps and d the number of features; &gt; 1
 * @param workers how many threads share each batch, ≥ 1; does not change the result beyond rounding
 * @param lagging whether the encoder is let catch up with the decoder
 * @param information the mutual information of example and latent, nats, by which an adaptive lagging ends; NaN where
 *     it is not known
 */
public record TrainConfig(
        int epochs, double divergenceFactor, int workers, Lagging lagging, ToDoubleFunction<LatentModel> information) {

    public TrainConfig {
        if (epochs < 1) {
            throw new IllegalArgumentException("found epochs = " + epochs + ", expected a number >= 1");
        }
        if (!(divergenceFactor > 1)) {
            throw new IllegalArgumentException(
                    "found divergenceFactor = " + divergenceFactor + ", expected a number > 1: try 10");
        }
        Objects.requireNonNull(lagging, "lagging");
        Objects.requireNonNull(information, "information");
        if (workers < 1) {
            throw new IllegalArgumentException("found workers = " + workers + ", expected a number >= 1");
        }
    }

    /**
     * Training by one worker.
     *
     * @param epochs passes over the data, ≥ 1
     * @param divergenceFactor which multiple of the first steps' scale ends the training; &gt; 1
     */
    public TrainConfig(int epochs, double divergenceFactor) {
        this(epochs, divergenceFactor, 1, Lagging.NONE, model -> Double.NaN);
    }

    /**
     * Training for a number of epochs, ended when the objective exceeds ten times the scale of the first steps.
     *
     * @param epochs passes over the data, ≥ 1
     * @return the configuration
     */
    public static TrainConfig epochs(int epochs) {
        return new TrainConfig(epochs, 10);
    }

    /**
     * The same with several workers.
     *
     * @param count how many threads share each batch, ≥ 1
     * @return the configuration
     */
    public TrainConfig withWorkers(int count) {
        return new TrainConfig(epochs, divergenceFactor, count, lagging, information);
    }

    /**
     * The same with an encoder that is let catch up.
     *
     * @param chosen how
     * @return the configuration
     */
    public TrainConfig withLagging(Lagging chosen) {
        return new TrainConfig(epochs, divergenceFactor, workers, chosen, information);
    }

    /**
     * The same with an encoder that is let catch up until the mutual information stops growing.
     *
     * @param chosen how
     * @param measured the mutual information of example and latent, nats, after an epoch; a function of the parameters
     *     alone, so that a resumed training finds the same
     * @return the configuration
     */
    public TrainConfig withLagging(Lagging chosen, ToDoubleFunction<LatentModel> measured) {
        return new TrainConfig(epochs, divergenceFactor, workers, chosen, measured);
    }
}
