package org.vae4j.network.block;

import java.util.Objects;
import java.util.Optional;
import org.vae4j.layers.GatedDenseBlock;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;
import org.vae4j.network.init.Initialisation;
import org.vae4j.network.init.OfNetwork;

/**
 * A fully connected layer with gates: see {@link GatedDenseBlock}.
 *
 * @param size number of output features, ≥ 1
 * @param activation the nonlinearity of the gated values
 * @param initialisation the weight initialisation
 */
public record GatedDense(int size, Activation activation, Initialisation initialisation) implements BlockSpec {

    public GatedDense {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(initialisation, "initialisation");
    }

    /** The prototype, with the identity as nonlinearity; the size has to be set. */
    public GatedDense() {
        this(0, Activation.IDENTITY, new OfNetwork());
    }

    @Override
    public String name() {
        return "gatedDense";
    }

    @Override
    public Shape output(Shape input) {
        Require.positive("size", size);
        return new Shape.Features(size);
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        GatedDenseBlock.Builder block = network.initialised(new GatedDenseBlock.Builder(), initialisation)
                .nOut(size)
                .nonlinearity(network.nonlinearity(activation));
        return network.layer(
                name, network.isData(from) ? block.withoutInputGradient().build() : block.build(), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return Dense.backTo(input, new GatedDense(input.size(), activation, initialisation));
    }

    /** A plain fully connected layer, as a likelihood's parameters need no gates. */
    @Override
    public Optional<BlockSpec> asHead(int parametersPerFeature) {
        return new Dense(size, Activation.IDENTITY, initialisation).asHead(parametersPerFeature);
    }
}
