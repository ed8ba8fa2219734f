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
 * The network of one step, which reads dimensions of z and the encoder's context for the transform. The context enters
 * the first and the last layer, so the parameters of a dimension that reads no other dimension also depend on the
 * example.
 *
 * @param network the network that layers are added to
 * @param name the beginning of their names
 * @param context the vertex that puts out the context
 * @param contextColumns number of columns of the context; 0 for no context
 */
record Conditioner(NetworkAssembly network, String name, String context, int contextColumns) {

    /**
     * Adds f(block(input) + a linear function of the context).
     *
     * @param part the end of the vertex's name, behind that of the network
     * @param block a block without a nonlinearity
     * @param from the input of the block
     * @param f the nonlinearity
     * @return the name of the output vertex
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
     * Adds a block that does not read the context.
     *
     * @param part the end of the vertex's name, behind that of the network
     * @param block a block with its nonlinearity
     * @param from the input of the block
     * @return the name of the output vertex
     */
    String block(String part, BlockSpec block, Input from) {
        return block.addTo(network, name + part, from.vertex(), from.shape());
    }

    /** Throws if a size of a step's network is out of range. */
    static void requireSizes(int units, int layers, int context) {
        if (units < 1 || layers < 1 || context < 0) {
            throw new IllegalArgumentException("found " + layers + " layers of " + units + " units and a context of "
                    + context + " numbers, expected layers >= 1, units >= 1 and context >= 0");
        }
    }

    /**
     * The input of a block.
     *
     * @param vertex the name of the vertex that puts it out
     * @param size its number of columns
     */
    record Input(String vertex, int size) {

        Shape shape() {
            return new Shape.Features(size);
        }
    }
}
