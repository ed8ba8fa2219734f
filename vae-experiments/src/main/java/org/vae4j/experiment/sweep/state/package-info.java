/**
 * The state of a sweep on disk: its directory, and which trials are done, running or failed.
 *
 * <p>Start at {@link org.vae4j.experiment.sweep.state.SweepDirectory}. Imports {@code rundir} and {@code sweep.plan}.
 */
package org.vae4j.experiment.sweep.state;
