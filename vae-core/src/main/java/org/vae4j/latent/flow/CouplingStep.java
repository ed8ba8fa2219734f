package org.vae4j.latent.flow;

import java.util.Arrays;
import org.vae4j.latent.Columns;
import org.vae4j.latent.bijection.Affine;
import org.vae4j.latent.bijection.Bijection;
import org.vae4j.latent.bijection.Scale;

/**
 * An affine coupling (Dinh et al. 2017) whose network has its weights in a row of numbers: some dimensions are scaled
 * and shifted by what the network makes of the others.
 *
 * @param keptFrom the first dimension that is left as it is and that the network reads
 * @param changed the other dimensions, all of them
 * @param network from what is kept to shifts and scales
 * @param offset where the network's weights begin
 */
record CouplingStep(int keptFrom, Affine changed, TanhNetwork network, int offset) {

    /** Step k of a flow over so many dimensions, whose weights begin at an offset. */
    static CouplingStep of(int k, int latent, FlowPrior flow, int offset) {
        int half = (latent + 1) / 2;
        boolean even = k % 2 == 0;
        Affine changed = even ? new Affine(Scale.BOUNDED, half, latent - half) : new Affine(Scale.BOUNDED, 0, half);
        int kept = latent - changed.count();
        TanhNetwork network = new TanhNetwork(kept, flow.units(), flow.layers(), 2 * changed.count());
        return new CouplingStep(even ? 0 : half, changed, network, offset);
    }

    /** Behind the last of its weights. */
    int end() {
        return Math.addExact(offset, network.parameterCount());
    }

    /**
     * What a step was computed from, and what it made of it.
     *
     * @param z {@code [rows, latent]}
     * @param layers of the network
     * @param parameters of the affine function, {@code [rows, parameters]}
     * @param image [z' | log-determinant], {@code [rows, latent + 1]}
     * @param affine the function's way back
     */
    record Trace(Columns z, double[][] layers, Columns parameters, Columns image, Bijection.Applied affine) {}

    Trace apply(Columns z, Columns weights) {
        double[][] layers = network.forward(weights.values(), offset, kept(z));
        Columns parameters = columns(layers[layers.length - 1], z.rows());
        Columns image = new Columns(z.rows(), z.count() + 1);
        return new Trace(z, layers, parameters, image, changed.apply(z, parameters, image));
    }

    /** Goes back from the gradient of the image: adds to that of z and of the weights. */
    void addGradient(Trace trace, Columns weights) {
        trace.affine.addGradient();
        double[] kept = network.backward(
                new TanhNetwork.Weights(weights.values(), weights.gradient(), offset),
                trace.layers,
                trace.parameters.gradient());
        int first = trace.z.at(0, keptFrom);
        for (int i = 0; i < kept.length; i++) {
            trace.z.gradient()[first + i] += kept[i];
        }
    }

    /** Replaces what {@link #apply} makes of z by z. */
    void invert(Columns image, Columns weights) {
        double[][] layers = network.forward(weights.values(), offset, kept(image));
        changed.invert(image, columns(layers[layers.length - 1], image.rows()));
    }

    /** The kept dimensions do not change, so they are found in z and in its image alike. */
    private double[] kept(Columns z) {
        return Arrays.copyOfRange(z.values(), z.at(0, keptFrom), z.at(0, keptFrom + network.inputs()));
    }

    private static Columns columns(double[] values, int rows) {
        Columns columns = new Columns(rows, values.length / rows);
        System.arraycopy(values, 0, columns.values(), 0, values.length);
        return columns;
    }
}
