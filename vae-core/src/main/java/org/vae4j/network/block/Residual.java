package org.vae4j.network.block;

import java.util.List;
import org.vae4j.layers.SumVertex;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Network;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Blocks with a skip connection around them, y = x + f(x) (He et al. 2016).
 *
 * @param blocks f, whose output shape is its input shape
 */
public record Residual(List<BlockSpec> blocks) implements BlockSpec {

    public Residual {
        blocks = List.copyOf(blocks);
    }

    /** The prototype; the blocks have to be set. */
    public Residual() {
        this(List.of());
    }

    @Override
    public String name() {
        return "residual";
    }

    private Network network() {
        return new Network(name(), blocks);
    }

    @Override
    public Shape output(Shape input) {
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException(
                    "blocks: found none, expected a list such as [{dense: 64}, {dense: 64}]");
        }
        Shape output = network().output(input);
        if (!output.equals(input)) {
            throw new IllegalArgumentException("found blocks that make " + output + " of " + input
                    + ", expected the shape that goes in: only then can both be added");
        }
        return output;
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        String last = network().addTo(network, name + "-", from, input);
        return network.vertex(name, new SumVertex(), last, from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return new Residual(network().mirrored(input));
    }
}
