/**
 * Losses that look at an example as an image. Start with {@link org.vae4j.likelihood.image.StructuralSimilarityLoss}.
 * Imports {@code kernel} and {@code likelihood}.
 */
package org.vae4j.likelihood.image;
