package org.vae4j.eval.importance;

import java.util.List;
import org.vae4j.eval.LogLikelihoodEstimate;

/**
 * The importance-weighted bounds of a data set for several numbers of samples, all from the same draws.
 *
 * @param estimate from all draws
 * @param bounds in the order that was asked for
 */
public record BoundSweep(LogLikelihoodEstimate estimate, List<Bound> bounds) {

    public BoundSweep {
        bounds = List.copyOf(bounds);
    }
}
