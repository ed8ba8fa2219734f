package org.vae4j.eval.importance;

/**
 * The importance-weighted bound of a data set with a given number of samples: -E log 1/K Σ w.
 *
 * @param samples K; with 1 it is the negative ELBO
 * @param negBoundNats mean over the examples, an upper bound of -log p(x) in expectation, nats per example
 * @param standardErrorNats of that mean over the examples
 */
public record Bound(int samples, double negBoundNats, double standardErrorNats) {}
