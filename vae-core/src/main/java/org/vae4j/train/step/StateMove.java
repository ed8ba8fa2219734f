package org.vae4j.train.step;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * The update of a layer's state that lies among the parameters, such as the running moments of DL4J's batch
 * normalisation: the layer writes the step as its "gradient", and state ← state − step. Layers of this library update
 * their state themselves.
 *
 * @param state the state, a window into the network's parameters
 * @param gradient the steps, one per worker
 */
record StateMove(Matrix state, ParallelGradient.ParameterRange gradient) {

    void apply() {
        Kernels.of(state.type()).blend(1, state, -1, gradient.sum());
    }
}
