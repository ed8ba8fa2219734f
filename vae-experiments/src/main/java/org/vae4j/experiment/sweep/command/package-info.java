/**
 * The commands of {@code vae sweep}.
 *
 * <p>Start at {@link org.vae4j.experiment.sweep.command.SweepCommand}. Imports all other rooms of the sweep but {@code
 * sweep.lease}, and {@code config}, {@code rundir}, {@code report} and {@code study}.
 */
package org.vae4j.experiment.sweep.command;
