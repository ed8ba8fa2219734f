package org.vae4j.experiment.sweep.work;

import java.util.OptionalInt;
import org.vae4j.experiment.sweep.plan.Trial;

/**
 * What a free worker can do.
 *
 * @param trial to run
 * @param untilEpoch where to pause; absent: to the end
 */
public record Assignment(Trial trial, OptionalInt untilEpoch) {}
