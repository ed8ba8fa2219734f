package org.vae4j.update;

/**
 * The position of an update in the training, and the scale of its gradient.
 *
 * @param iteration number of training steps before this one, ≥ 0, which schedules read
 * @param epoch number of completed epochs, ≥ 0
 * @param gradientScale factor by which the updater multiplies the gradient: 1 / batch size for a sum over the examples,
 *     times the factor of a {@link GradientRule}
 * @param missed number of earlier steps in which these parameters were not updated, as their group paused; in
 *     [0, iteration]
 */
public record UpdateStep(int iteration, int epoch, double gradientScale, int missed) {

    public UpdateStep {
        if (missed < 0 || missed > iteration) {
            throw new IllegalArgumentException("found " + missed + " missed updates before iteration " + iteration
                    + ", expected 0 to " + iteration);
        }
    }

    /**
     * An update of parameters that were updated in every step before.
     *
     * @param iteration number of training steps before this one, ≥ 0
     * @param epoch number of completed epochs, ≥ 0
     * @param gradientScale factor by which the updater multiplies the gradient
     */
    public UpdateStep(int iteration, int epoch, double gradientScale) {
        this(iteration, epoch, gradientScale, 0);
    }

    /** {@return the number of updates of these parameters before this one, which bias corrections count} */
    public int updates() {
        return iteration - missed;
    }

    /**
     * The same update with another scale of its gradient.
     *
     * @param scale factor by which the updater multiplies the gradient
     * @return a copy
     */
    public UpdateStep withGradientScale(double scale) {
        return new UpdateStep(iteration, epoch, scale, missed);
    }

    /**
     * The same update of parameters that were not updated in some of the earlier steps.
     *
     * @param steps number of these steps, in [0, iteration]
     * @return a copy
     */
    public UpdateStep withMissed(int steps) {
        return new UpdateStep(iteration, epoch, gradientScale, steps);
    }
}
