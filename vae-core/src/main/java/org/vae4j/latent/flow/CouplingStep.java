package org.vae4j.latent.flow;

import java.util.Arrays;
import org.vae4j.latent.Columns;
import org.vae4j.latent.bijection.Affine;
import org.vae4j.latent.bijection.Bijection;
import org.vae4j.latent.bijection.Scale;

/**
 * An affine coupling (Dinh et al. 2017): [m | s] = network(kept dimensions), and the other dimensions become
 * z'ⱼ = e^ℓ(sⱼ) zⱼ + mⱼ with ℓ of {@link Scale#BOUNDED}. The weights of the network lie in a row of numbers.
 *
 * @param keptFrom the first dimension that does not change and that the network reads
 * @param changed the function of all other dimensions
 * @param network the function from kept dimensions to [m | s]
 * @param offset the index of the network's first weight in the row
 */
record CouplingStep(int keptFrom, Affine changed, TanhNetwork network, int offset) {

    /** Creates step k of a flow over {@code latent} dimensions; its weights begin at {@code offset}. */
    static CouplingStep of(int k, int latent, FlowPrior flow, int offset) {
        int half = (latent + 1) / 2;
        boolean even = k % 2 == 0;
        Affine changed = even ? new Affine(Scale.BOUNDED, half, latent - half) : new Affine(Scale.BOUNDED, 0, half);
        int kept = latent - changed.count();
        TanhNetwork network = new TanhNetwork(kept, flow.units(), flow.layers(), 2 * changed.count());
        return new CouplingStep(even ? 0 : half, changed, network, offset);
    }

    /** The index behind the network's last weight. */
    int end() {
        return Math.addExact(offset, network.parameterCount());
    }

    /**
     * The forward pass of a step, which the backward pass reads.
     *
     * @param z {@code [rows, latent]}
     * @param layers the outputs of the network's layers
     * @param parameters [m | s], {@code [rows, parameters]}
     * @param image [z' | log-determinant], {@code [rows, latent + 1]}
     * @param affine the backward pass of the affine function
     */
    record Trace(Columns z, double[][] layers, Columns parameters, Columns image, Bijection.Applied affine) {}

    /** Computes z' and its log-determinant. */
    Trace apply(Columns z, Columns weights) {
        double[][] layers = network.forward(weights.values(), offset, kept(z));
        Columns parameters = columns(layers[layers.length - 1], z.rows());
        Columns image = new Columns(z.rows(), z.count() + 1);
        return new Trace(z, layers, parameters, image, changed.apply(z, parameters, image));
    }

    /** The backward pass: reads the gradient of the trace's image, and adds to those of its z and of the weights. */
    void addGradient(Trace trace, Columns weights) {
        trace.affine.addGradient();
        double[] toKept = network.backward(
                new TanhNetwork.Weights(weights.values(), weights.gradient(), offset),
                trace.layers,
                trace.parameters.gradient());
        int first = trace.z.at(0, keptFrom);
        for (int i = 0; i < toKept.length; i++) {
            trace.z.gradient()[first + i] += toKept[i];
        }
    }

    /** Replaces z' by z, in place. */
    void invert(Columns image, Columns weights) {
        double[][] layers = network.forward(weights.values(), offset, kept(image));
        changed.invert(image, columns(layers[layers.length - 1], image.rows()));
    }

    /** Copies the kept dimensions, which are the same in z and in z'. */
    private double[] kept(Columns z) {
        return Arrays.copyOfRange(z.values(), z.at(0, keptFrom), z.at(0, keptFrom + network.inputs()));
    }

    private static Columns columns(double[] values, int rows) {
        Columns columns = new Columns(rows, values.length / rows);
        System.arraycopy(values, 0, columns.values(), 0, values.length);
        return columns;
    }
}
