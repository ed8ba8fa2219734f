package org.vae4j.train.step;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * State that lies among the parameters and that a layer moves by putting into the gradient what is to be subtracted, as
 * DL4J's batch normalisation does with its running moments. Layers of this library move theirs themselves.
 *
 * @param state the values
 * @param gradient what is subtracted, by worker
 */
record StateMove(Matrix state, ParallelGradient.ParameterRange gradient) {

    void apply() {
        Kernels.of(state.type()).blend(1, state, -1, gradient.sum());
    }
}
