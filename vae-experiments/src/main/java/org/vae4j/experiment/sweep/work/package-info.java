/**
 * The work of a sweep: which trial is next, and the processes that run the trials side by side.
 *
 * <p>Start at {@link org.vae4j.experiment.sweep.work.SweepRun}. Imports {@code lease}, {@code config}, {@code rundir},
 * {@code study}, {@code reproduce}, {@code sweep.plan} and {@code sweep.state}.
 */
package org.vae4j.experiment.sweep.work;
