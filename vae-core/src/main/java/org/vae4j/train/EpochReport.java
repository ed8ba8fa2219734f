package org.vae4j.train;

import org.vae4j.objective.ElboTerms;

/**
 * What happened in one epoch.
 *
 * @param progress after the epoch
 * @param terms means over the epoch's examples, each taken before the update it led to
 * @param learningRate that the epoch ended with; NaN for an updater without one
 * @param seconds wall-clock time of the epoch, callbacks included
 */
public record EpochReport(Progress progress, ElboTerms terms, double learningRate, double seconds) {}
