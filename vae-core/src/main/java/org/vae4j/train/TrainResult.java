package org.vae4j.train;

import org.vae4j.objective.ElboTerms;

/**
 * The end of a training.
 *
 * @param completed whether the last epoch was finished; false when training was stopped before
 * @param progress the progress at the end
 * @param lastEpoch the terms of the last epoch, as far as it went
 */
public record TrainResult(boolean completed, Progress progress, ElboTerms lastEpoch) {}
