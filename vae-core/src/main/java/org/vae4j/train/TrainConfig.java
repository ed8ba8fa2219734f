package org.vae4j.train;

import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.vae4j.model.LatentModel;
import org.vae4j.train.lagging.Lagging;

/**
 * The settings of a training: its length, its threads, the bound at which it gives up, and extra steps of the encoder.
 *
 * @param epochs passes over the data, ≥ 1
 * @param divergenceFactor an objective whose absolute value exceeds this multiple of max(|m| + 1, d) nats ends the
 *     training, with m the mean of the first ten steps and d the number of features; &gt; 1
 * @param workers number of threads that share each batch, ≥ 1; changes the result by rounding only
 * @param lagging extra steps of the encoder alone
 * @param information a function that computes the mutual information of example and latent in nats, by which adaptive
 *     extra steps end; NaN where it is not known
 */
public record TrainConfig(
        int epochs, double divergenceFactor, int workers, Lagging lagging, ToDoubleFunction<LatentModel> information) {

    private static final double DEFAULT_DIVERGENCE_FACTOR = 10;

    /** Checks the ranges. */
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
     * Training on one thread.
     *
     * @param epochs passes over the data, ≥ 1
     * @param divergenceFactor the multiple of the first steps' scale that ends the training; &gt; 1
     */
    public TrainConfig(int epochs, double divergenceFactor) {
        this(epochs, divergenceFactor, 1, Lagging.NONE, model -> Double.NaN);
    }

    /**
     * Training on one thread for a number of epochs, ended when the objective exceeds ten times the scale of the first
     * steps.
     *
     * @param epochs passes over the data, ≥ 1
     * @return the configuration
     */
    public static TrainConfig epochs(int epochs) {
        return new TrainConfig(epochs, DEFAULT_DIVERGENCE_FACTOR);
    }

    /**
     * The same training on several threads.
     *
     * @param count number of threads that share each batch, ≥ 1
     * @return the configuration
     */
    public TrainConfig withWorkers(int count) {
        return new TrainConfig(epochs, divergenceFactor, count, lagging, information);
    }

    /**
     * The same training with extra steps of the encoder.
     *
     * @param chosen the extra steps
     * @return the configuration
     */
    public TrainConfig withLagging(Lagging chosen) {
        return new TrainConfig(epochs, divergenceFactor, workers, chosen, information);
    }

    /**
     * The same training with extra steps of the encoder until the mutual information stops growing.
     *
     * @param chosen the extra steps
     * @param measured computes the mutual information of example and latent in nats after an epoch, from the parameters
     *     alone, so that a resumed training computes the same
     * @return the configuration
     */
    public TrainConfig withLagging(Lagging chosen, ToDoubleFunction<LatentModel> measured) {
        return new TrainConfig(epochs, divergenceFactor, workers, chosen, measured);
    }
}
