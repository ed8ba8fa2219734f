package org.vae4j.eval;

import java.util.List;

/**
 * The importance-weighted bounds of a data set for several numbers of samples, all from the same draws.
 *
 * @param estimate from all draws
 * @param bounds in the order that was asked for
 */
public record BoundSweep(LogLikelihoodEstimate estimate, List<Bound> bounds) {

    /** Copies the list. */
    public BoundSweep {
        bounds = List.copyOf(bounds);
    }
}
