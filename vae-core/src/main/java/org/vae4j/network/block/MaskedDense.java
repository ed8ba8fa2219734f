package org.vae4j.network.block;

import java.util.Objects;
import org.vae4j.layers.Degrees;
import org.vae4j.layers.MaskedDenseBlock;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;

/**
 * A fully connected layer of an autoregressive network: see {@link MaskedDenseBlock}.
 *
 * @param size number of output features, ≥ 1
 * @param variables number of variables of the network; 0, for a first layer alone, stands for the number of its inputs
 * @param place the layer's place in the network
 * @param order the order of the variables
 * @param activation the nonlinearity
 */
public record MaskedDense(int size, int variables, Place place, Degrees.Order order, Activation activation)
        implements BlockSpec {

    /** The place of a layer, which decides whether its inputs and outputs stand for variables or are hidden. */
    public enum Place {
        /** Connects variables to hidden units. */
        FIRST(Degrees.Kind.VARIABLES, Degrees.Kind.HIDDEN),
        /** Connects hidden units to hidden units. */
        BETWEEN(Degrees.Kind.HIDDEN, Degrees.Kind.HIDDEN),
        /** Connects hidden units to parameters of the variables. */
        LAST(Degrees.Kind.HIDDEN, Degrees.Kind.VARIABLES),
        /** Connects variables to their parameters, without hidden units. */
        ONLY(Degrees.Kind.VARIABLES, Degrees.Kind.VARIABLES);

        private final Degrees.Kind inputs;
        private final Degrees.Kind outputs;

        Place(Degrees.Kind inputs, Degrees.Kind outputs) {
            this.inputs = inputs;
            this.outputs = outputs;
        }
    }

    public MaskedDense {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(activation, "activation");
    }

    /** The prototype: a first layer in the natural order; the size has to be set. */
    public MaskedDense() {
        this(0, 0, Place.FIRST, Degrees.Order.NATURAL, Activation.NETWORK);
    }

    @Override
    public String name() {
        return "maskedDense";
    }

    private int variablesOf(Shape input) {
        int count = variables == 0 && place.inputs == Degrees.Kind.VARIABLES ? input.size() : variables;
        if (count < 1) {
            throw new IllegalArgumentException("variables: found " + variables + ", expected the number of variables of"
                    + " the network: only a first layer can tell it from its inputs");
        }
        boolean inputsFit = place.inputs == Degrees.Kind.HIDDEN || input.size() % count == 0;
        boolean outputsFit = place.outputs == Degrees.Kind.HIDDEN || size % count == 0;
        if (!inputsFit || !outputsFit) {
            throw new IllegalArgumentException("found " + count + " variables with " + input.size() + " inputs and "
                    + size + " outputs, expected whole numbers of each per variable");
        }
        return count;
    }

    @Override
    public Shape output(Shape input) {
        Require.positive("size", size);
        variablesOf(input);
        return new Shape.Features(size);
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        int count = variablesOf(input);
        MaskedDenseBlock.Builder block = new MaskedDenseBlock.Builder()
                .nOut(size)
                .nonlinearity(network.nonlinearity(activation))
                .degrees(new Degrees(place.inputs, count, order), new Degrees(place.outputs, count, order));
        return network.layer(
                name, network.isData(from) ? block.withoutInputGradient().build() : block.build(), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        throw new IllegalArgumentException("found maskedDense in a network that is to be mirrored, expected none: an"
                + " order has no way back; list the decoder's blocks");
    }
}
