package org.vae4j.network.sequence;

import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Makes the steps of a sequence the lines of an image of one channel: the inverse of how recurrent blocks read images.
 */
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

    /** Reorders {@code [features, steps]} so that the features of each step are adjacent. */
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
