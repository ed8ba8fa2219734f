package org.vae4j.layers;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/** Passes its input {@code [rows, n]} unchanged, and stops the gradient. */
public class StopGradientVertex extends PlainVertex {

    /** Makes the vertex, which has no settings. */
    public StopGradientVertex() {}

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new StopGradientVertexImpl(graph, name, index, type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        return InputType.feedForward(features(inputs[0]));
    }
}
