package org.vae4j.network.init;

/** Uniform in ±1/√inputs, which has the variance 1 / (3 · inputs): the weights that PyTorch's layers begin with. */
public final class FanIn extends DrawnWeights {

    private static final long serialVersionUID = 1L;

    /** There is nothing to set. */
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
