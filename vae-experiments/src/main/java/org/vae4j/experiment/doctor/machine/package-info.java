/**
 * What this computer has loaded and what it reaches: the backend, and the processor's multiply-adds.
 *
 * <p>Start at {@link org.vae4j.experiment.doctor.machine.Loaded}. Imports {@code config}, {@code rundir} and
 * {@code run}.
 */
package org.vae4j.experiment.doctor.machine;
