package org.vae4j.network.init;

/** Weights uniform in ±1/√inputs, with the variance 1 / (3 · inputs), as in PyTorch's linear layers; biases are 0. */
public final class FanIn extends DrawnWeights {

    private static final long serialVersionUID = 1L;

    /** Makes the initialisation, which has no settings. */
    public FanIn() {}

    @Override
    public String name() {
        return "fanIn";
    }

    @Override
    double[] draw(Fan fan, int rows, int columns, long seed) {
        return Uniform.draw(1 / Math.sqrt(fan.in()), rows * columns, seed);
    }
}
