/**
 * The state of this computer: the backend that it has loaded, and the speed of the processor's multiply-adds.
 *
 * <p>Start at {@link org.vae4j.experiment.doctor.machine.Loaded}. Imports {@code config}, {@code rundir} and
 * {@code run}.
 */
package org.vae4j.experiment.doctor.machine;
