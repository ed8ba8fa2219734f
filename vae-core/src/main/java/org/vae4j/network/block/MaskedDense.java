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
 * @param size how many features come out, ≥ 1
 * @param variables how many variables the network is about; 0 for as many as there are inputs
 * @param place where in the network it stands
 * @param order in which the variables are looked at
 * @param activation its nonlinearity
 */
public record MaskedDense(int size, int variables, Place place, Degrees.Order order, Activation activation)
        implements BlockSpec {

    /** Where a layer stands, and so whether what goes in and comes out stands for variables or is hidden. */
    public enum Place {
        /** Connects variables to hidden units. */
        FIRST(Degrees.Kind.VARIABLES, Degrees.Kind.HIDDEN),
        /** Connects hidden units to hidden units. */
        BETWEEN(Degrees.Kind.HIDDEN, Degrees.Kind.HIDDEN),
        /** Connects hidden units to parameters of the variables. */
        LAST(Degrees.Kind.HIDDEN, Degrees.Kind.VARIABLES),
        /** Connects variables to their parameters, without hidden units. */
        ONLY(Degrees.Kind.VARIABLES, Degrees.Kind.VARIABLES);

        private final Degrees.Kind from;
        private final Degrees.Kind to;

        Place(Degrees.Kind from, Degrees.Kind to) {
            this.from = from;
            this.to = to;
        }
    }

    public MaskedDense {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(activation, "activation");
    }

    /** The prototype: a first layer in the natural order, without a size. */
    public MaskedDense() {
        this(0, 0, Place.FIRST, Degrees.Order.NATURAL, Activation.NETWORK);
    }

    @Override
    public String name() {
        return "maskedDense";
    }

    private int variablesOf(Shape input) {
        int count = variables == 0 && place.from == Degrees.Kind.VARIABLES ? input.size() : variables;
        if (count < 1) {
            throw new IllegalArgumentException("variables: found " + variables + ", expected how many variables the"
                    + " network is about: only a first layer can tell it from its inputs");
        }
        boolean inputs = place.from == Degrees.Kind.HIDDEN || input.size() % count == 0;
        boolean outputs = place.to == Degrees.Kind.HIDDEN || size % count == 0;
        if (!inputs || !outputs) {
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
                .degrees(new Degrees(place.from, count, order), new Degrees(place.to, count, order));
        return network.layer(
                name, network.isData(from) ? block.withoutInputGradient().build() : block.build(), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        throw new IllegalArgumentException("found maskedDense in a network that is to be mirrored, expected none: an"
                + " order has no way back; list the decoder's blocks");
    }
}
