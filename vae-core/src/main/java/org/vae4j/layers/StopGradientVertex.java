package org.vae4j.layers;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/** Hands its input on as it is, {@code [rows, n]}, and no gradient back. */
public class StopGradientVertex extends PlainVertex {

    /** For the builder and for JSON: there is nothing to set. */
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
