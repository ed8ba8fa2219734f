package org.vae4j.eval;

/**
 * An estimate of -log p(x) over a data set.
 *
 * <p>Two errors are told apart: what the mean would scatter by if other examples had been drawn, and what it does
 * scatter by, for these examples, because latents are drawn. The logarithm of a mean weight is also too low by about
 * ½ n · samplingErrorNats² for n examples, by more where a few weights outweigh the rest, which these errors do not
 * include and more samples remove.
 *
 * @param examples the number of examples
 * @param samples importance samples, or chains, an example
 * @param negLogLikelihoodNats mean over the examples, nats per example
 * @param standardErrorNats of that mean over the examples: their standard deviation divided by √examples; NaN for one
 * @param samplingErrorNats of that mean over the draws, for the examples as they are; NaN for one sample
 * @param effectiveSampleSize mean over the examples of (Σw)²/Σw², in [1, samples]
 * @param smallestEffectiveSampleSize of any example; near 1, its estimate rests on one draw
 */
public record LogLikelihoodEstimate(
        long examples,
        int samples,
        double negLogLikelihoodNats,
        double standardErrorNats,
        double samplingErrorNats,
        double effectiveSampleSize,
        double smallestEffectiveSampleSize) {}
