package org.vae4j.experiment.run.evidence;

/**
 * -log p(x) of examples that the model itself makes, between bounds from both sides (bidirectional Monte Carlo), as
 * {@code eval/bdmc-<chains>x<temperatures>x<leapfrogSteps>-<from>-is<samples>-first<examples>.json} has it. Bounds are
 * in expectation, means over the examples, in nats per example.
 *
 * @param negLogLikelihoodUpperNats by chains forward to p(z|x), in expectation too high
 * @param upperSamplingError of that mean over the chains, nats; NaN for one chain
 * @param negLogLikelihoodLowerNats by chains back from the z that each example was made of, in expectation too low
 * @param lowerSamplingError of that mean over the chains, nats, for the z of each example as it was drawn, which all of
 *     its chains share; NaN for one chain
 * @param gapNats upper - lower: neither is off by more in expectation
 * @param gapStandardError of the gap over the examples, nats
 * @param forwardAcceptanceRate of the transitions, in [0, 1]; below 0.3 the chains hardly move; NaN for one temperature
 * @param backwardAcceptanceRate the same of the chains back
 * @param importanceSampledNats -log p(x) of the same examples by importance sampling, in expectation too high
 * @param importanceSampledExcessNats importanceSampledNats - lower: by no more it is too high in expectation
 * @param importanceSampledExcessError of that over the examples, nats
 * @param chains for each example, in each direction
 * @param temperatures from the start to the posterior
 * @param leapfrogSteps of each transition
 * @param from where chains begin, and where those back end, prior or posterior
 * @param samples importance samples per example
 * @param examples how many were made
 * @param epoch of the model
 * @param seed of examples, chains and samples
 * @param seconds that it took
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
