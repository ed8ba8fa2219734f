package org.vae4j.experiment.sweep;

import java.util.OptionalInt;

/**
 * What a free worker can do.
 *
 * @param trial to run
 * @param untilEpoch where to pause; absent: to the end
 */
record Work(Trial trial, OptionalInt untilEpoch) {}
