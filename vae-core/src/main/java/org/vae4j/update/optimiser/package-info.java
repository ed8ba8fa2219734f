/**
 * How the groups of a model's parameters move: an updater, weight decay and clipping for each.
 *
 * <p>Start at {@link org.vae4j.update.optimiser.Optimiser}. Imports nothing of the project.
 */
package org.vae4j.update.optimiser;
