/**
 * What this computer is and what it has loaded: the processor, its vector instructions and the backend.
 *
 * <p>Start at {@link org.vae4j.experiment.doctor.machine.Processor}. Imports {@code config}, {@code rundir} and
 * {@code run}.
 */
package org.vae4j.experiment.doctor.machine;
