package org.vae4j.experiment.sweep.work;

import java.nio.file.Path;
import org.vae4j.experiment.sweep.lease.Lease;

/**
 * A trial at work.
 *
 * @param work what it does
 * @param run its run directory
 * @param process where
 * @param lease by what right
 */
record RunningTrial(Assignment work, Path run, TrialProcess process, Lease lease) {}
