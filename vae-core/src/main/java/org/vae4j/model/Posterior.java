package org.vae4j.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The posteriors q(z|x) = N(mean, diag e^logVar) of a batch.
 *
 * @param mean {@code [batch, latent]}
 * @param logVar {@code [batch, latent]}; -∞ for a deterministic autoencoder
 */
public record Posterior(INDArray mean, INDArray logVar) {}
