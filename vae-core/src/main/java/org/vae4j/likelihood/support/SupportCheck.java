package org.vae4j.likelihood.support;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.ValueRange;

/**
 * Refuses data outside the support of a likelihood. A Bernoulli loss of values outside [0, 1], for example, has no
 * lower bound, and training would silently drive it to minus infinity.
 *
 * <p>Every batch is checked, in training, too: the pass over the features takes a tenth of the time of the likelihood,
 * well below a hundredth of a step.
 */
public final class SupportCheck {

    private SupportCheck() {}

    /**
     * Checks the extremes of the data, unless the likelihood is defined for every finite number.
     *
     * @param kernels the kernels for the type of the data
     * @param likelihood p(x|z)
     * @param x {@code [examples, features]}
     * @throws IllegalArgumentException when {@link Measure#of} refuses the likelihood for such data
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
