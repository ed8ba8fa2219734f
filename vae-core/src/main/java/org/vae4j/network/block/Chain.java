package org.vae4j.network.block;

import java.util.List;
import java.util.Optional;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Network;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * A sequence of blocks that takes the place of one, such as the mirror of a block on images.
 *
 * @param blocks the blocks in their order, at least one
 */
public record Chain(List<BlockSpec> blocks) implements BlockSpec {

    public Chain {
        blocks = List.copyOf(blocks);
    }

    @Override
    public String name() {
        return "chain";
    }

    private Network network() {
        return new Network(name(), blocks);
    }

    @Override
    public Shape output(Shape input) {
        return network().output(input);
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        return network().addTo(network, name + "-", from, input);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return new Chain(network().mirrored(input));
    }

    /** The first block's head if all other blocks only change the shape, which leaves the order of the parameters. */
    @Override
    public Optional<BlockSpec> asHead(int parametersPerFeature) {
        boolean isShapeOnly = blocks.stream().skip(1).allMatch(Reshape.class::isInstance);
        return isShapeOnly ? blocks.get(0).asHead(parametersPerFeature) : Optional.empty();
    }
}
