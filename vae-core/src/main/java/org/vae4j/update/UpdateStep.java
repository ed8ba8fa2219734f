package org.vae4j.update;

/**
 * Which step an updater is asked for.
 *
 * @param iteration steps of the training done before this one, ≥ 0: what schedules follow
 * @param epoch epochs completed, ≥ 0
 * @param gradientScale what the gradient has to be multiplied by: 1 / batch size for a sum over the examples, times
 *     what a {@link GradientRule} makes of its norm
 * @param missed in how many of those steps these parameters were not updated, in [0, iteration]: their group paused
 */
public record UpdateStep(int iteration, int epoch, double gradientScale, int missed) {

    /**
     * A step of parameters that were updated in every step before it.
     *
     * @param iteration updates done before this one, ≥ 0
     * @param epoch epochs completed, ≥ 0
     * @param gradientScale what the gradient has to be multiplied by
     */
    public UpdateStep(int iteration, int epoch, double gradientScale) {
        this(iteration, epoch, gradientScale, 0);
    }

    /** {@return the parameters' own updates before this one, which a correction of moments counts} */
    public int updates() {
        return iteration - missed;
    }

    /**
     * The same step of a gradient that is larger or smaller.
     *
     * @param scale what the gradient has to be multiplied by
     * @return the step
     */
    public UpdateStep withGradientScale(double scale) {
        return new UpdateStep(iteration, epoch, scale, missed);
    }

    /**
     * The same step of parameters that were not updated in some of the steps before.
     *
     * @param steps how many, in [0, iteration]
     * @return the step
     */
    public UpdateStep withMissed(int steps) {
        return new UpdateStep(iteration, epoch, gradientScale, steps);
    }
}
