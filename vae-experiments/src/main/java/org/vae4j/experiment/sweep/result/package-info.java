/**
 * The results of a sweep: one table of all trials, and its means and charts.
 *
 * <p>Start at {@link org.vae4j.experiment.sweep.result.SweepTable}. Imports {@code rundir}, {@code report}, {@code
 * sweep.plan} and {@code sweep.state}.
 */
package org.vae4j.experiment.sweep.result;
