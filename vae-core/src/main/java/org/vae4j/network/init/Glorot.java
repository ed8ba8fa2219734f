package org.vae4j.network.init;

/** Weights uniform in ±√(6 / (inputs + outputs)), with the variance 2 / (inputs + outputs) (Glorot and Bengio 2010). */
public final class Glorot extends DrawnWeights {

    private static final long serialVersionUID = 1L;

    /** Makes the initialisation, which has no settings. */
    public Glorot() {}

    @Override
    public String name() {
        return "glorot";
    }

    @Override
    double[] draw(Fan fan, int rows, int columns, long seed) {
        return Uniform.draw(Math.sqrt(6 / (fan.in() + fan.out())), rows * columns, seed);
    }
}
