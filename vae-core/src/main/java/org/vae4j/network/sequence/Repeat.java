package org.vae4j.network.sequence;

import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;

/**
 * Makes a sequence of features, all of whose steps are the same: how a recurrent decoder begins.
 *
 * @param steps how many, ≥ 1
 */
public record Repeat(int steps) implements BlockSpec {

    /** The prototype, without steps. */
    public Repeat() {
        this(0);
    }

    @Override
    public String name() {
        return "repeat";
    }

    @Override
    public Shape output(Shape input) {
        Require.positive("steps", steps);
        return new Shape.Sequence(input.size(), steps);
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        RepeatVector layer = new RepeatVector();
        layer.setN(steps);
        layer.setNOut(input.size());
        return PlacedLayer.of(layer, new Shape.Features(input.size())).addTo(network, name, from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        throw new IllegalArgumentException(
                "found repeat, from which no block leads back, expected a decoder that is listed");
    }
}
