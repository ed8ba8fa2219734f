package org.vae4j.experiment.run.evidence;

import java.util.List;
import org.vae4j.eval.importance.Bound;

/**
 * An estimate of -log p(x) on test examples by importance sampling, the content of {@code eval/nll-<samples>.json}.
 *
 * @param negLogLikelihoodNats mean over the examples, nats per example
 * @param standardError its standard error over the examples, nats; NaN for one example
 * @param samplingError its standard error over the draws for fixed examples, nats; NaN for one sample
 * @param samples importance samples per example
 * @param examples the number of test examples, counted from the first
 * @param effectiveSampleSize mean over the examples, in [1, samples]
 * @param smallestEffectiveSampleSize the smallest of any example; near 1, its estimate rests on one draw
 * @param bounds the importance-weighted bounds with 1 (the negative ELBO), 5, 50, 500 and all samples, from the same
 *     draws; the decrease from one to the next shows how much more samples would gain
 * @param activeUnits the number of latents whose posterior mean has a variance above 0.01 over the examples
 * @param epoch the epoch of the model
 * @param seed the seed of the run, from which the samples are drawn
 * @param data the name of the data set
 * @param binarisation the binarisation of the data; results under different binarisations are not comparable
 * @param seconds the duration of the computation
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

    /** Copies the list; files of earlier versions have no bounds, which reads as an empty list. */
    public NllResult {
        bounds = bounds == null ? List.of() : List.copyOf(bounds);
    }
}
