package org.vae4j.network.transform;

import java.util.Objects;
import org.vae4j.latent.bijection.Affine;
import org.vae4j.latent.bijection.Scale;
import org.vae4j.layers.BijectionVertex;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.network.Activation;
import org.vae4j.network.block.Dense;
import org.vae4j.network.init.OfNetwork;

/**
 * Affine coupling (Dinh et al. 2017): z'_a = z_a and z'_b = s(z_a, h) ⊙ z_b + t(z_a, h), for two halves a and b of the
 * dimensions and the context h(x) from the encoder. A network computes s and t in each step; {@link Affine} has the
 * form of s and the log-determinant. The halves change roles from step to step; for an odd number of dimensions, the
 * first half is larger by one.
 *
 * @param length number of steps, ≥ 0
 * @param units units of each hidden layer of a step's network, ≥ 1
 * @param layers number of hidden layers of a step's network, ≥ 1
 * @param context number of columns of h(x), which all steps read; 0 for no context
 * @param scale the form of the scale
 */
public record Coupling(int length, int units, int layers, int context, Scale scale) implements Transform {

    public Coupling {
        Length.require(length);
        Objects.requireNonNull(scale, "scale");
        Conditioner.requireSizes(units, layers, context);
    }

    /** The prototype: four steps with two hidden layers of 128 units, and 32 numbers of context. */
    public Coupling() {
        this(4, 128, 2, 32, Scale.BOUNDED);
    }

    @Override
    public String name() {
        return "coupling";
    }

    @Override
    public boolean leavesUnchanged() {
        return length == 0;
    }

    @Override
    public int contextColumns(int latent) {
        if (latent < 2) {
            throw new IllegalArgumentException("found a coupling of " + latent
                    + " latent dimension, expected at least two halves: set model.latent, or leave it out");
        }
        return context;
    }

    @Override
    public void addTo(TransformChain chain, String name, String source) {
        int half = (chain.latent() + 1) / 2;
        for (int k = 0; k < length; k++) {
            Conditioner network = new Conditioner(chain.network(), name + "-" + (k + 1), source, context);
            if (k % 2 == 0) {
                step(chain, network, new ColumnsVertex(0, half), new Affine(scale, half, chain.latent() - half));
            } else {
                step(chain, network, new ColumnsVertex(half, chain.latent()), new Affine(scale, 0, half));
            }
        }
    }

    /** Adds a step that keeps some columns of z and changes the others. */
    private void step(TransformChain chain, Conditioner network, ColumnsVertex kept, Affine changed) {
        String keptColumns = chain.network().vertex(network.name() + "-kept", kept, chain.z());
        Conditioner.Input input = new Conditioner.Input(keptColumns, kept.getTo() - kept.getFrom());
        Conditioner.Input hidden =
                new Conditioner.Input(network.layer("-hidden-1", linear(units), input, Activation.NETWORK), units);
        for (int i = 2; i <= layers; i++) {
            hidden = new Conditioner.Input(network.block("-hidden-" + i, new Dense(units), hidden), units);
        }
        String parameters = network.layer("-parameters", linear(2 * changed.count()), hidden, Activation.IDENTITY);
        chain.append(chain.network().vertex(network.name(), new BijectionVertex(changed), chain.z(), parameters));
    }

    private static Dense linear(int size) {
        return new Dense(size, Activation.IDENTITY, new OfNetwork());
    }
}
