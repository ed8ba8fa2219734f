package org.vae4j.train.checkpoint;

/**
 * The best that training has seen on the validation examples.
 *
 * @param epoch after how many epochs, ≥ 1
 * @param negElboNats its negative ELBO, mean over the validation examples
 */
public record BestEpoch(int epoch, double negElboNats) {}
