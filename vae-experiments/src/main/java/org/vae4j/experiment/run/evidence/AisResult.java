package org.vae4j.experiment.run.evidence;

/**
 * Estimates of -log p(x) by annealed importance sampling and by importance sampling for the same test examples, the
 * content of {@code eval/ais-<chains>x<temperatures>x<leapfrogSteps>-<from>-is<samples>-first<examples>.json}.
 *
 * @param negLogLikelihoodNats -log p(x) by annealed importance sampling, mean over the examples, nats per example
 * @param standardError its standard error over the examples, nats
 * @param samplingError its standard error over the chains for fixed examples, nats; NaN for one chain
 * @param acceptanceRate accepted share of the transitions, in [0, 1]; below 0.3 the estimate is unreliable; NaN for one
 *     temperature, which has no transition
 * @param smallestEffectiveSampleSize the smallest of any example, in [1, chains]; near 1, its estimate rests on one
 *     chain
 * @param importanceSampledNats -log p(x) of the same examples by importance sampling, nats per example
 * @param differenceNats importanceSampledNats - negLogLikelihoodNats; clearly above 0, the encoder misses regions of
 *     the posterior that matter; clearly below 0, the chains are too few or too short
 * @param differenceSamplingError the standard error of the difference over chains and samples: the root of the sum of
 *     both squared sampling errors, nats
 * @param chains chains per example
 * @param temperatures inverse temperatures from the start to the posterior
 * @param leapfrogSteps leapfrog steps per transition
 * @param from the distribution where chains begin, {@code prior} or {@code posterior}
 * @param samples importance samples per example
 * @param examples the number of test examples, counted from the first
 * @param epoch the epoch of the model
 * @param seed the seed of the run, from which chains and samples are drawn
 * @param data the name of the data set
 * @param binarisation the binarisation of the data; results under different binarisations are not comparable
 * @param seconds the duration of the computation
 */
public record AisResult(
        double negLogLikelihoodNats,
        double standardError,
        double samplingError,
        double acceptanceRate,
        double smallestEffectiveSampleSize,
        double importanceSampledNats,
        double differenceNats,
        double differenceSamplingError,
        int chains,
        int temperatures,
        int leapfrogSteps,
        String from,
        int samples,
        long examples,
        int epoch,
        long seed,
        String data,
        String binarisation,
        double seconds) {}
