/**
 * The optimiser of each group of a model's parameters: an updater, weight decay and clipping for each.
 *
 * <p>Start at {@link org.vae4j.update.optimiser.Optimiser}. Imports nothing of the project.
 */
package org.vae4j.update.optimiser;
