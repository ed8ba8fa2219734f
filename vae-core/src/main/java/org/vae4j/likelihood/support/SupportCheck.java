package org.vae4j.likelihood.support;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.ValueRange;

/**
 * Refuses data that a likelihood says nothing sensible about. A Bernoulli likelihood of values outside [0, 1] has no
 * lower bound, for example, and would be trained towards minus infinity without a word.
 *
 * <p>Every batch is looked at, in training too: the pass over the features takes a tenth of what the likelihood takes,
 * and so well below a hundredth of a step.
 */
public final class SupportCheck {

    private SupportCheck() {}

    /**
     * Looks at the extremes of the data; at nothing where the likelihood takes every finite number.
     *
     * @param kernels what computes them
     * @param likelihood p(x|z)
     * @param x {@code [examples, features]}
     * @throws IllegalArgumentException when the data are not what {@link Measure#of} admits for the likelihood
     */
    public static void require(Kernels kernels, Likelihood likelihood, Matrix x) {
        if (likelihood.support() == ValueRange.REAL) {
            return;
        }
        double[] extremes = kernels.extremes(x);
        ValueRange found = ValueRange.between(extremes[0], extremes[1]);
        if (found == ValueRange.REAL) {
            throw new IllegalArgumentException("found values from " + (float) extremes[0] + " to "
                    + (float) extremes[1] + " in the data, expected values in [0, 1] for the likelihood "
                    + likelihood.name() + ": scale the data into [0, 1], or use a Gaussian likelihood");
        }
    }
}
