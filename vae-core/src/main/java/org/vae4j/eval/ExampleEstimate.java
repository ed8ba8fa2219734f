package org.vae4j.eval;

/**
 * An estimate of log p(x) of one example.
 *
 * @param logLikelihoodNats the logarithm of the mean weight, nats
 * @param samplingErrorNats its standard error over the draws, by the jackknife; NaN for one sample
 * @param effectiveSampleSize (Σw)²/Σw², in [1, samples]
 */
public record ExampleEstimate(double logLikelihoodNats, double samplingErrorNats, double effectiveSampleSize) {}
