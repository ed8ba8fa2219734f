package org.vae4j.train;

import org.vae4j.objective.ElboTerms;
import org.vae4j.train.lagging.LagProgress;

/**
 * What happened in one epoch.
 *
 * @param progress after the epoch
 * @param terms means over the epoch's examples, each taken before the update it led to
 * @param learningRate that the epoch ended with; NaN for an updater without one
 * @param seconds wall-clock time of the epoch, callbacks included
 * @param lag how far an encoder that is let catch up has come
 */
public record EpochReport(Progress progress, ElboTerms terms, double learningRate, double seconds, LagProgress lag) {

    /**
     * An epoch of a training that lets no encoder catch up.
     *
     * @param progress after the epoch
     * @param terms means over the epoch's examples, each taken before the update it led to
     * @param learningRate that the epoch ended with; NaN for an updater without one
     * @param seconds wall-clock time of the epoch, callbacks included
     */
    public EpochReport(Progress progress, ElboTerms terms, double learningRate, double seconds) {
        this(progress, terms, learningRate, seconds, LagProgress.BEGINNING);
    }
}
