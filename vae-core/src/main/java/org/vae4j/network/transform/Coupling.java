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
 * Affine coupling (Dinh et al. 2017): in each step one half of the dimensions is scaled and shifted by numbers that a
 * network computes of the other half and of the context h(x). The halves take turns; the first is larger by one where
 * the number of dimensions is odd.
 *
 * @param length how many steps, ≥ 0
 * @param units of each hidden layer of a step's network, ≥ 1
 * @param layers hidden layers of a step's network, ≥ 1
 * @param context how many numbers the encoder emits as h(x), which all steps read; 0 for none
 * @param scale how a dimension is scaled
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

    private void step(TransformChain chain, Conditioner network, ColumnsVertex kept, Affine changed) {
        String seen = chain.network().vertex(network.name() + "-kept", kept, chain.z());
        Conditioner.Input input = new Conditioner.Input(seen, kept.getTo() - kept.getFrom());
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
