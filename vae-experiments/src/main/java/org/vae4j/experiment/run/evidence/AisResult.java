package org.vae4j.experiment.run.evidence;

/**
 * -log p(x) of test examples by annealed importance sampling, beside what importance sampling says of the very same
 * examples, as {@code eval/ais-<chains>x<temperatures>x<leapfrogSteps>-<from>-is<samples>-first<examples>.json} has it.
 *
 * @param negLogLikelihoodNats by annealed importance sampling: mean over the examples, nats per example
 * @param standardError of that mean over the examples, nats
 * @param samplingError of that mean over the chains, for these examples, nats; NaN for one chain
 * @param acceptanceRate of the transitions, in [0, 1]; below 0.3 the number is nothing to rely on; NaN for one
 *     temperature, which has no transition
 * @param smallestEffectiveSampleSize of any example, in [1, chains]; near 1, its estimate rests on one chain
 * @param importanceSampledNats -log p(x) of the same examples by importance sampling, nats per example
 * @param differenceNats importanceSampledNats - negLogLikelihoodNats: clearly above 0, the encoder misses places that
 *     matter; clearly below 0, the chains are too few or too short
 * @param differenceSamplingError of the difference over the draws of both, nats
 * @param chains for each example
 * @param temperatures from the start to the posterior
 * @param leapfrogSteps of each transition
 * @param from where chains begin, prior or posterior
 * @param samples importance samples per example
 * @param examples how many test examples, the first of the data
 * @param epoch of the model
 * @param seed of the chains and samples
 * @param data the data set
 * @param binarisation of the data: numbers of different binarisations must not be compared
 * @param seconds that it took
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
