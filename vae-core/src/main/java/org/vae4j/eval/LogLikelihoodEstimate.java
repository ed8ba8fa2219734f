package org.vae4j.eval;

/**
 * An estimate of -log p(x) over a data set.
 *
 * @param examples how many examples
 * @param samples importance samples an example
 * @param negLogLikelihoodNats mean over the examples, nats per example
 * @param standardErrorNats of that mean, over the examples
 * @param effectiveSampleSize mean over the examples of (Σw)²/Σw², in [1, samples]
 */
public record LogLikelihoodEstimate(
        long examples,
        int samples,
        double negLogLikelihoodNats,
        double standardErrorNats,
        double effectiveSampleSize) {}
