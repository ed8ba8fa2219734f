/**
 * This computer's processor, its vector instructions, and whether OpenBLAS uses them.
 *
 * <p>Start at {@link org.vae4j.experiment.run.machine.Processor}. Imports nothing of the experiments.
 */
package org.vae4j.experiment.run.machine;
