/**
 * Leases on trials: tasks that share nothing but a folder never run the same trial at the same time.
 *
 * <p>Start at {@link org.vae4j.experiment.sweep.lease.LeaseFolder}. Imports {@code rundir}.
 */
package org.vae4j.experiment.sweep.lease;
