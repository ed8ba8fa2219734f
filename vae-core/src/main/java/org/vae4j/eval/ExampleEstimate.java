package org.vae4j.eval;

/**
 * An estimate of log p(x) of one example.
 *
 * @param logLikelihoodNats the logarithm of the mean weight, nats
 * @param samplingErrorNats its standard error over the draws, √(1/ESS - 1/samples) (delta method)
 * @param effectiveSampleSize (Σw)²/Σw², in [1, samples]
 */
public record ExampleEstimate(double logLikelihoodNats, double samplingErrorNats, double effectiveSampleSize) {}
