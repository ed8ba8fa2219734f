package org.vae4j.train;

import org.vae4j.objective.ElboTerms;
import org.vae4j.train.lagging.LagProgress;

/**
 * The results of one epoch.
 *
 * @param progress the progress after the epoch
 * @param terms means over the epoch's examples, each from before the update of its step
 * @param learningRate the learning rate at the end of the epoch; NaN for an updater without one
 * @param seconds wall-clock time of the epoch, callbacks included
 * @param lag the state of the encoder's extra steps; see {@link org.vae4j.train.lagging.Lagging}
 */
public record EpochReport(Progress progress, ElboTerms terms, double learningRate, double seconds, LagProgress lag) {

    /**
     * The results of an epoch without extra steps of the encoder.
     *
     * @param progress the progress after the epoch
     * @param terms means over the epoch's examples, each from before the update of its step
     * @param learningRate the learning rate at the end of the epoch; NaN for an updater without one
     * @param seconds wall-clock time of the epoch, callbacks included
     */
    public EpochReport(Progress progress, ElboTerms terms, double learningRate, double seconds) {
        this(progress, terms, learningRate, seconds, LagProgress.BEGINNING);
    }
}
