/**
 * {@code vae doctor}: what this computer offers, what is wrong with it, and how to mend it.
 *
 * <p>Start at {@link org.vae4j.experiment.doctor.Doctor}, which asks one {@link org.vae4j.experiment.doctor.Check}
 * after another. Imports {@code rundir}, {@code run} and {@code doctor.machine}.
 */
package org.vae4j.experiment.doctor;
