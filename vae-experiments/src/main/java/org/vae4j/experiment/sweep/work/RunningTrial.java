package org.vae4j.experiment.sweep.work;

import java.nio.file.Path;
import org.vae4j.experiment.lease.Lease;

/**
 * A trial at work.
 *
 * @param work what the trial is to do
 * @param run its run directory
 * @param process the process that does it
 * @param lease the lease that this sweep holds on the trial
 */
record RunningTrial(Assignment work, Path run, TrialProcess process, Lease lease) {}
