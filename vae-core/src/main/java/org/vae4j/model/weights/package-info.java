/**
 * Measurements of a network's weights that an objective penalises, such as their spectral norms.
 *
 * <p>Start at {@link org.vae4j.model.weights.SpectralPenalties}. Imports nothing of {@code model}.
 */
package org.vae4j.model.weights;
