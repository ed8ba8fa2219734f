package org.vae4j.experiment.sweep;

import java.nio.file.Path;

/**
 * A trial at work.
 *
 * @param work what it does
 * @param run its run directory
 * @param process where
 * @param lease by what right
 */
record Worker(Work work, Path run, TrialProcess process, Lease lease) {}
