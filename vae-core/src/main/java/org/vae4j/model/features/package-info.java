/**
 * Losses that compare what a frozen network makes of images, not the images themselves.
 *
 * <p>Start at {@link org.vae4j.model.features.PerceptualLoss}. Imports {@code likelihood}, {@code kernel}, {@code
 * layers}, and of this wing {@code guard} and {@code foreign}.
 */
package org.vae4j.model.features;
