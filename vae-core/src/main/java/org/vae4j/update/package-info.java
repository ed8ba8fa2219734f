/**
 * The rules by which gradients become steps.
 *
 * <p>An {@link org.vae4j.update.Updater} is one record: its settings, which DL4J saves with the model, and one step on
 * a range of parameters, written in terms of {@link org.vae4j.kernel.UpdateKernels}. An
 * {@link org.vae4j.update.optimiser.Optimiser} adds the weight decay of each
 * {@link org.vae4j.update.optimiser.ParameterGroup} and puts both into a network's configuration.
 */
package org.vae4j.update;
