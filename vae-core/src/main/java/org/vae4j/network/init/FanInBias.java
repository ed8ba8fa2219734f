package org.vae4j.network.init;

import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.layers.BiasInit;
import org.vae4j.math.Streams;

/**
 * Weights and biases uniform in ±1/√inputs: what PyTorch's layers begin with. Layers of DL4J's own keep their biases at
 * zero.
 */
public final class FanInBias extends DrawnWeights implements BiasInit {

    private static final long serialVersionUID = 1L;

    /** There is nothing to set. */
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
