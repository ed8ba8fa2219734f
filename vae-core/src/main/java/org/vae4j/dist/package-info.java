/**
 * Batched distributions on arrays {@code [batch, dims]}, their log-densities, entropies and divergences in nats.
 *
 * <p>Start at {@link org.vae4j.dist.DiagonalGaussian}. The formulas of one dimension are in
 * {@link org.vae4j.dist.Gaussian} and {@link org.vae4j.dist.Bernoulli}, on plain doubles, for whoever writes a kernel
 * or wants to check one. Noise always comes from the caller. May import {@code org.vae4j.math} only.
 */
package org.vae4j.dist;
