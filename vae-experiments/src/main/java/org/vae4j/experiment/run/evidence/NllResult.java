package org.vae4j.experiment.run.evidence;

import java.util.List;
import org.vae4j.eval.importance.Bound;

/**
 * -log p(x) of a model on test data, by importance sampling, as {@code eval/nll-<samples>.json} has it.
 *
 * @param negLogLikelihoodNats mean over the examples, nats per example
 * @param standardError of that mean over the examples, nats; NaN for one example
 * @param samplingError of that mean over the draws, for these examples, nats; NaN for one sample
 * @param samples importance samples per example
 * @param examples how many test examples, the first of the data
 * @param effectiveSampleSize mean over the examples, in [1, samples]
 * @param smallestEffectiveSampleSize of any example; near 1, its estimate rests on one draw
 * @param bounds the importance-weighted bounds with 1 (the negative ELBO), 5, 50, 500 and all samples, from the same
 *     draws; what they still fall from one to the next tells what more samples would gain
 * @param activeUnits latents whose posterior mean has a variance above 0.01 over the examples
 * @param epoch of the model
 * @param seed of the samples
 * @param data the data set
 * @param binarisation of the data: numbers of different binarisations must not be compared
 * @param seconds that it took
 */
public record NllResult(
        double negLogLikelihoodNats,
        double standardError,
        double samplingError,
        int samples,
        long examples,
        double effectiveSampleSize,
        double smallestEffectiveSampleSize,
        List<Bound> bounds,
        int activeUnits,
        int epoch,
        long seed,
        String data,
        String binarisation,
        double seconds) {

    /** Copies the list; results of before there were bounds have none. */
    public NllResult {
        bounds = bounds == null ? List.of() : List.copyOf(bounds);
    }
}
