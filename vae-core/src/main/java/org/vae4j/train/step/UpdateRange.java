package org.vae4j.train.step;

import java.util.List;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.update.UpdateStep;
import org.vae4j.update.Updater;

/**
 * A range of successive parameters with one updater and one weight decay. Its matrices are windows into the network's
 * arrays, which a step changes.
 *
 * @param updater the updater
 * @param decay the weight decay
 * @param parameters the parameters
 * @param gradient their gradients, one per worker
 * @param state their part of the updater's state
 * @param norm index of the norm that the updater needs; {@link #NO_NORM} if it needs none
 * @param missed the steps in which the parameters paused
 */
record UpdateRange(
        Updater updater,
        RangeDecay decay,
        Matrix parameters,
        ParallelGradient.ParameterRange gradient,
        List<Matrix> state,
        int norm,
        MissedSteps missed) {

    static final int NO_NORM = -1;

    boolean needsNorm() {
        return norm != NO_NORM;
    }

    /** Sums the workers' gradients, once per batch; {@return the sum of the squares of the result} */
    double sumOfSquares() {
        return Kernels.of(parameters.type()).sumOfSquares(gradient.sum());
    }

    /** Does one step. Sums the workers' gradients first, unless {@link #sumOfSquares} has done so for a norm. */
    void step(UpdateStep at) {
        Matrix sum = needsNorm() ? gradient.summed() : gradient.sum();
        updater.gradientRule().bound(sum, at.gradientScale());
        decay.addPenalty(at, parameters, sum);
        decay.shrink(at, updater.getLearningRate(at.iteration(), at.epoch()), parameters);
        updater.step(at.withMissed(missed.count()), parameters, sum, state);
    }
}
