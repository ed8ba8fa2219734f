package org.vae4j.update;

/**
 * Which step an updater is asked for.
 *
 * @param iteration updates done before this one, ≥ 0
 * @param epoch epochs completed, ≥ 0
 * @param gradientScale what the gradient has to be multiplied by: 1 / batch size for a sum over the examples, times
 *     what a {@link GradientRule} makes of its norm
 */
public record UpdateStep(int iteration, int epoch, double gradientScale) {

    /**
     * The same step of a gradient that is larger or smaller.
     *
     * @param scale what the gradient has to be multiplied by
     * @return the step
     */
    public UpdateStep withGradientScale(double scale) {
        return new UpdateStep(iteration, epoch, scale);
    }
}
