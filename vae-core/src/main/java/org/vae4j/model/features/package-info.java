/**
 * Losses that compare the features of images in a frozen network.
 *
 * <p>Start at {@link org.vae4j.model.features.PerceptualLoss}. Imports {@code likelihood}, {@code kernel}, {@code
 * layers}, and of this wing {@code guard} and {@code foreign}.
 */
package org.vae4j.model.features;
