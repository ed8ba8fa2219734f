/**
 * The distributions of a latent z: the posterior q(z|x) that an encoder puts out and the prior p(z), as arithmetic on
 * plain doubles.
 *
 * <p>Start at {@link org.vae4j.latent.PosteriorFamily} and {@link org.vae4j.latent.Prior}; the rooms {@code posterior}
 * and {@code prior} hold one class per family, {@code manifold} those of curved spaces, {@code positive} those of
 * positive numbers. The room {@code bijection} has the arithmetic of transforms, {@code pair} what becomes of the
 * posteriors of pairs. What families and priors read and write is {@link org.vae4j.latent.LatentRows}. Imports
 * {@code extension} and {@code kernel}.
 */
package org.vae4j.latent;
