package org.vae4j.experiment.sweep.work;

import java.util.OptionalInt;
import org.vae4j.experiment.sweep.plan.Trial;

/**
 * A piece of work for a free worker: a trial, and how far to train it.
 *
 * @param trial the trial to run
 * @param untilEpoch the epoch at which to pause; absent where the trial is to be trained to its end
 */
public record Assignment(Trial trial, OptionalInt untilEpoch) {}
