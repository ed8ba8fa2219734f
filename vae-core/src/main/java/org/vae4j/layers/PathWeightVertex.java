package org.vae4j.layers;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Passes z {@code [batch, n]} unchanged, and multiplies the gradient of each row by the row's
 * {@link org.vae4j.objective.LatentBatch#pathWeights() path weight}, which the objective of the same network computes.
 *
 * <p>It stands between the sampling layer and all readers of z. With it, an objective whose gradient with respect to
 * the posterior is no partial derivative, such as the doubly reparameterised one, needs no backward pass of its own.
 */
public class PathWeightVertex extends PlainVertex {

    /** Makes the vertex, which has no settings. */
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
