package org.vae4j.network.init;

import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.layers.BiasInit;
import org.vae4j.math.Streams;

/**
 * Weights and biases uniform in ±1/√inputs, as in PyTorch's linear layers. The biases of DL4J's own layers stay 0.
 */
public final class FanInBias extends DrawnWeights implements BiasInit {

    private static final long serialVersionUID = 1L;

    /** Makes the initialisation, which has no settings. */
    public FanInBias() {}

    @Override
    public String name() {
        return "fanInBias";
    }

    @Override
    double[] draw(Fan fan, int rows, int columns, long seed) {
        return Uniform.draw(1 / Math.sqrt(fan.in()), rows * columns, seed);
    }

    @Override
    public double[] biases(double fanIn, int count) {
        return Uniform.draw(
                1 / Math.sqrt(fanIn), count, Streams.at(Nd4j.getRandom().nextLong(), 0));
    }
}
