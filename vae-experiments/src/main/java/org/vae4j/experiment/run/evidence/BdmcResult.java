package org.vae4j.experiment.run.evidence;

/**
 * Bounds on -log p(x) from both sides for examples that the model itself generates (bidirectional Monte Carlo), the
 * content of {@code eval/bdmc-<chains>x<temperatures>x<leapfrogSteps>-<from>-is<samples>-first<examples>.json}. Each
 * bound holds in expectation and is a mean over the examples, in nats per example.
 *
 * @param negLogLikelihoodUpperNats the upper bound, by forward chains to p(z|x)
 * @param upperSamplingError its standard error over the chains, nats; NaN for one chain
 * @param negLogLikelihoodLowerNats the lower bound, by backward chains from the z that generated the example
 * @param lowerSamplingError its standard error over the chains given that z, which all chains of an example share,
 *     nats; NaN for one chain
 * @param gapNats upper - lower, which bounds the expected error of either
 * @param gapStandardError the standard error of the gap over the examples, nats
 * @param forwardAcceptanceRate accepted share of the forward transitions, in [0, 1]; below 0.3 the chains hardly move;
 *     NaN for one temperature, which has no transition
 * @param backwardAcceptanceRate accepted share of the backward transitions, likewise
 * @param importanceSampledNats -log p(x) of the same examples by importance sampling, too high in expectation
 * @param importanceSampledExcessNats importanceSampledNats - lower, which bounds how much too high that is
 * @param importanceSampledExcessError the standard error of the excess over the examples, nats
 * @param chains chains per example in each direction
 * @param temperatures inverse temperatures from the start to the posterior
 * @param leapfrogSteps leapfrog steps per transition
 * @param from the distribution where forward chains begin and backward chains end, {@code prior} or {@code posterior}
 * @param samples importance samples per example
 * @param examples the number of generated examples
 * @param epoch the epoch of the model
 * @param seed the seed of the run, from which examples, chains and samples are drawn
 * @param seconds the duration of the computation
 */
public record BdmcResult(
        double negLogLikelihoodUpperNats,
        double upperSamplingError,
        double negLogLikelihoodLowerNats,
        double lowerSamplingError,
        double gapNats,
        double gapStandardError,
        double forwardAcceptanceRate,
        double backwardAcceptanceRate,
        double importanceSampledNats,
        double importanceSampledExcessNats,
        double importanceSampledExcessError,
        int chains,
        int temperatures,
        int leapfrogSteps,
        String from,
        int samples,
        long examples,
        int epoch,
        long seed,
        double seconds) {}
