package org.vae4j.network.transform;

import java.util.Objects;
import org.vae4j.latent.bijection.Affine;
import org.vae4j.latent.bijection.Scale;
import org.vae4j.layers.BijectionVertex;
import org.vae4j.layers.Degrees;
import org.vae4j.network.Activation;
import org.vae4j.network.block.MaskedDense;

/**
 * Inverse autoregressive flows (Kingma et al. 2016): in each step, z'_i = s_i z_i + t_i, where a masked network (MADE,
 * Germain et al. 2015) computes s_i and t_i from the dimensions before i and the context h(x). So the Jacobian is
 * triangular; {@link Affine} has the form of s and the log-determinant. The order of the dimensions is reversed from
 * step to step.
 *
 * @param length number of steps, ≥ 0
 * @param units units of each hidden layer of a step's network, ≥ 1
 * @param layers number of hidden layers of a step's network, ≥ 1
 * @param context number of columns of h(x), which all steps read; 0 for no context
 * @param scale the form of the scale
 */
public record Iaf(int length, int units, int layers, int context, Scale scale) implements Transform {

    public Iaf {
        Length.require(length);
        Objects.requireNonNull(scale, "scale");
        Conditioner.requireSizes(units, layers, context);
    }

    /** The prototype: two gated steps with two hidden layers of 128 units, and 32 numbers of context. */
    public Iaf() {
        this(2, 128, 2, 32, Scale.GATE);
    }

    @Override
    public String name() {
        return "iaf";
    }

    @Override
    public boolean leavesUnchanged() {
        return length == 0;
    }

    @Override
    public int contextColumns(int latent) {
        return context;
    }

    @Override
    public void addTo(TransformChain chain, String name, String source) {
        for (int k = 0; k < length; k++) {
            step(chain, k, new Conditioner(chain.network(), name + "-" + (k + 1), source, context));
        }
    }

    private void step(TransformChain chain, int number, Conditioner network) {
        int latent = chain.latent();
        Degrees.Order order = number % 2 == 0 ? Degrees.Order.NATURAL : Degrees.Order.REVERSED;
        MaskedDense first = masked(units, latent, MaskedDense.Place.FIRST, order, Activation.IDENTITY);
        MaskedDense between = masked(units, latent, MaskedDense.Place.BETWEEN, order, Activation.NETWORK);
        MaskedDense last = masked(2 * latent, latent, MaskedDense.Place.LAST, order, Activation.IDENTITY);
        Conditioner.Input input = new Conditioner.Input(chain.z(), latent);
        Conditioner.Input hidden =
                new Conditioner.Input(network.layer("-hidden-1", first, input, Activation.NETWORK), units);
        for (int i = 2; i <= layers; i++) {
            hidden = new Conditioner.Input(network.block("-hidden-" + i, between, hidden), units);
        }
        String parameters = network.layer("-parameters", last, hidden, Activation.IDENTITY);
        chain.append(chain.network()
                .vertex(network.name(), new BijectionVertex(new Affine(scale, 0, latent)), chain.z(), parameters));
    }

    private static MaskedDense masked(
            int size, int latent, MaskedDense.Place place, Degrees.Order order, Activation activation) {
        return new MaskedDense(size, latent, place, order, activation);
    }
}
