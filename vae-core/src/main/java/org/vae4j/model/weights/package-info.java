/**
 * What an objective reads of a network's weights themselves, in place of what the network computes.
 *
 * <p>Start at {@link org.vae4j.model.weights.SpectralPenalties}. Imports nothing of {@code model}.
 */
package org.vae4j.model.weights;
