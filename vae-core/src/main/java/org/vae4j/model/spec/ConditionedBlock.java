package org.vae4j.model.spec;

import org.vae4j.layers.ConcatVertex;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * A block whose input is joined with a condition, [input | condition].
 *
 * @param block a block that accepts inputs of any size
 * @param condition name of the vertex that computes the condition
 * @param columns number of columns of the condition, ≥ 1
 */
record ConditionedBlock(BlockSpec block, String condition, int columns) implements BlockSpec {

    @Override
    public String name() {
        return block.name();
    }

    @Override
    public Shape output(Shape input) {
        return block.output(joined(input));
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        String joined = network.vertex(name + "-joined", new ConcatVertex(), from, condition);
        return block.addTo(network, name, joined, joined(input));
    }

    /** The mirror of the block alone: the decoder gets the condition as an input and does not reconstruct it. */
    @Override
    public BlockSpec mirrored(Shape input) {
        return block.mirrored(input);
    }

    private Shape joined(Shape input) {
        return new Shape.Features(input.size() + columns);
    }
}
