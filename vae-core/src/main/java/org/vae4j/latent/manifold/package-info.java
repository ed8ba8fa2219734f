/**
 * Latents on curved spaces: von Mises-Fisher posteriors and the uniform prior on the sphere, wrapped normal
 * distributions in the Poincaré ball.
 *
 * <p>Start at {@link org.vae4j.latent.manifold.VonMisesFisherPosterior} and
 * {@link org.vae4j.latent.manifold.PoincareBall}.
 */
package org.vae4j.latent.manifold;
