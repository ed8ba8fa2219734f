package org.vae4j.experiment.sweep.work;

import java.nio.file.Path;
import org.vae4j.experiment.lease.Lease;

/**
 * A trial that is run by this process's sweep.
 *
 * @param work the assignment
 * @param run the run directory of the trial
 * @param process the process that runs it
 * @param lease the lease that this process holds on it
 */
record RunningTrial(Assignment work, Path run, TrialProcess process, Lease lease) {}
