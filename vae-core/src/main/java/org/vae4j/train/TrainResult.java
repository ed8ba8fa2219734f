package org.vae4j.train;

import org.vae4j.objective.ElboTerms;

/**
 * How training ended.
 *
 * @param completed false when it was asked to stop before the last epoch's end
 * @param progress where it ended
 * @param lastEpoch terms of the last epoch, as far as it went
 */
public record TrainResult(boolean completed, Progress progress, ElboTerms lastEpoch) {}
