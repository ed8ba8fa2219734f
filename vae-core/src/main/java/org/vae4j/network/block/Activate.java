package org.vae4j.network.block;

import java.util.Objects;
import org.vae4j.layers.ActivationBlock;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Applies a nonlinearity: see {@link ActivationBlock}.
 *
 * @param function the nonlinearity
 */
public record Activate(Activation function) implements BlockSpec {

    public Activate {
        Objects.requireNonNull(function, "function");
    }

    /** The prototype, with the network's nonlinearity. */
    public Activate() {
        this(Activation.NETWORK);
    }

    @Override
    public String name() {
        return "activation";
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        return network.layer(name, new ActivationBlock(network.nonlinearity(function)), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return this;
    }
}
