package org.vae4j.network.sequence;

import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/** Takes the steps of a sequence for the lines of an image of one channel: what a recurrent block reads, backwards. */
public record StepLines() implements BlockSpec {

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public Shape output(Shape input) {
        Shape.Sequence sequence = sequence(input);
        return new Shape.Image(1, sequence.steps(), sequence.features());
    }

    private static Shape.Sequence sequence(Shape input) {
        if (input instanceof Shape.Sequence sequence) {
            return sequence;
        }
        throw new IllegalArgumentException("found " + input
                + " before lines, expected sequences: a recurrent block with output: all puts one out");
    }

    /** Changes the order [features, steps] to steps, each with its features one behind the other. */
    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        Shape.Sequence sequence = sequence(input);
        String steps =
                network.vertex(name + "-steps", new ReshapeVertex(-1, sequence.features(), sequence.steps()), from);
        return network.vertex(name, new ReshapeVertex('f', new int[] {-1, sequence.size()}, null), steps);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        throw new IllegalArgumentException(
                "found lines, from which no block leads back, expected a decoder that is listed");
    }
}
