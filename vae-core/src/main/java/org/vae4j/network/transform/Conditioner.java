package org.vae4j.network.transform;

import org.vae4j.layers.SumVertex;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;
import org.vae4j.network.block.Activate;
import org.vae4j.network.block.Dense;
import org.vae4j.network.init.OfNetwork;

/**
 * The network of one step, which reads dimensions of z and what the encoder emits for the transform. Both meet at its
 * first layer and at its last one, so that also the parameters of a dimension that sees no other dimension depend on
 * the example.
 *
 * @param network what layers are added to
 * @param name what their names begin with
 * @param context the vertex that puts out what the encoder emits
 * @param contextColumns how many numbers that are; 0 for none
 */
record Conditioner(NetworkAssembly network, String name, String context, int contextColumns) {

    /**
     * Adds a block that the encoder has a say in: f(block + a linear function of the context).
     *
     * @param part the name of its vertex behind that of the network
     * @param block without a nonlinearity
     * @param from what the block reads
     * @param f the nonlinearity
     * @return the name of the vertex that puts out what it computes
     */
    String layer(String part, BlockSpec block, Input from, Activation f) {
        String vertex = name + part;
        String sum = block.addTo(network, vertex + "-linear", from.vertex(), from.shape());
        int size = block.output(from.shape()).size();
        if (contextColumns > 0) {
            String ofContext = new Dense(size, Activation.IDENTITY, new OfNetwork())
                    .addTo(network, vertex + "-context", context, new Shape.Features(contextColumns));
            sum = network.vertex(vertex + "-sum", new SumVertex(), sum, ofContext);
        }
        return f == Activation.IDENTITY ? sum : new Activate(f).addTo(network, vertex, sum, new Shape.Features(size));
    }

    /**
     * Adds a block that reads nothing else.
     *
     * @param part the name of its vertex behind that of the network
     * @param block with its nonlinearity
     * @param from what the block reads
     * @return the name of the vertex that puts out what it computes
     */
    String block(String part, BlockSpec block, Input from) {
        return block.addTo(network, name + part, from.vertex(), from.shape());
    }

    /** Throws where a size of a step's network is out of range. */
    static void requireSizes(int units, int layers, int context) {
        if (units < 1 || layers < 1 || context < 0) {
            throw new IllegalArgumentException("found " + layers + " layers of " + units + " units and a context of "
                    + context + " numbers, expected layers >= 1, units >= 1 and context >= 0");
        }
    }

    /**
     * What a block reads.
     *
     * @param vertex its name
     * @param size how many values it puts out
     */
    record Input(String vertex, int size) {

        Shape shape() {
            return new Shape.Features(size);
        }
    }
}
