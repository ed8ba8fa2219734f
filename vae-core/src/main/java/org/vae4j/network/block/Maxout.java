package org.vae4j.network.block;

import java.util.Objects;
import java.util.Optional;
import org.vae4j.layers.MaxoutBlock;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;
import org.vae4j.network.init.Initialisation;
import org.vae4j.network.init.OfNetwork;

/**
 * A fully connected layer of maxima: see {@link MaxoutBlock}.
 *
 * @param size number of output features, ≥ 1
 * @param pieces number of linear pieces per output feature, ≥ 1
 * @param initialisation the weight initialisation
 */
public record Maxout(int size, int pieces, Initialisation initialisation) implements BlockSpec {

    public Maxout {
        Objects.requireNonNull(initialisation, "initialisation");
    }

    /** The prototype, with two pieces; the size has to be set. */
    public Maxout() {
        this(0, 2, new OfNetwork());
    }

    @Override
    public String name() {
        return "maxout";
    }

    @Override
    public Shape output(Shape input) {
        Require.positive("size", size);
        Require.positive("pieces", pieces);
        return new Shape.Features(size);
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        MaxoutBlock.Builder block = network.initialised(new MaxoutBlock.Builder(), initialisation)
                .nOut(size)
                .pieces(pieces);
        return network.layer(
                name, network.isData(from) ? block.withoutInputGradient().build() : block.build(), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return Dense.backTo(input, new Maxout(input.size(), pieces, initialisation));
    }

    /** A plain fully connected layer, whose parameters are not maxima. */
    @Override
    public Optional<BlockSpec> asHead(int parametersPerFeature) {
        return new Dense(size, Activation.IDENTITY, initialisation).asHead(parametersPerFeature);
    }
}
