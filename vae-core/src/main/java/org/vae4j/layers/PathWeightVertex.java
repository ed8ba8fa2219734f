package org.vae4j.layers;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Hands z on as it is, {@code [batch, n]}, and multiplies the gradient that comes back for each row by the
 * {@link org.vae4j.objective.LatentBatch#pathWeights() path weight} that the objective of the same network gave it.
 *
 * <p>It stands between the sampling layer and everything that reads z. An objective whose gradient to the posterior is
 * no partial derivative, such as the doubly reparameterised one, is a backward pass like any other with it.
 */
public class PathWeightVertex extends PlainVertex {

    /** For the builder and for JSON: there is nothing to set. */
    public PathWeightVertex() {}

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new PathWeightVertexImpl(graph, name, index, type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        return InputType.feedForward(features(inputs[0]));
    }
}
