package org.vae4j.network.sequence;

import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;

/**
 * Repeats features as all steps of a sequence, for instance at the beginning of a recurrent decoder.
 *
 * @param steps number of steps, ≥ 1
 */
public record Repeat(int steps) implements BlockSpec {

    /** The prototype; the steps have to be set. */
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
