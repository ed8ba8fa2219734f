/**
 * Leases: which process may work on something, told by numbered files in a folder that all processes share.
 *
 * <p>Start at {@link org.vae4j.experiment.lease.LeaseSeries}. Imports no other room of the experiments. A run directory
 * and a trial of a sweep are held by the same leases.
 */
package org.vae4j.experiment.lease;
