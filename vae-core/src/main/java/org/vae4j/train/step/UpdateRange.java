package org.vae4j.train.step;

import java.util.List;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.update.UpdateStep;
import org.vae4j.update.Updater;

/**
 * A range of parameters that are updated alike.
 *
 * @param updater what updates them
 * @param decay what they decay by
 * @param parameters the parameters
 * @param gradient their gradients, by worker
 * @param state their part of the updater's state
 * @param norm which of the norms is theirs; -1: the updater asks for none
 * @param missed in how many steps they paused
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

    /** Sums the workers' gradients, once after each batch; {@return the sum of the squares of the result} */
    double sumOfSquares() {
        return Kernels.of(parameters.type()).sumOfSquares(gradient.sum());
    }

    /** Does one step with a gradient that is summed already, or is summed here where no norm was asked for. */
    void step(UpdateStep at) {
        Matrix sum = needsNorm() ? gradient.summed() : gradient.sum();
        updater.gradientRule().bound(sum, at.gradientScale());
        decay.addPenalty(at, parameters, sum);
        decay.shrink(at, updater.getLearningRate(at.iteration(), at.epoch()), parameters);
        updater.step(at.withMissed(missed.count()), parameters, sum, state);
    }
}
