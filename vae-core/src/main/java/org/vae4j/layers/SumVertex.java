package org.vae4j.layers;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Adds its inputs, matrices {@code [batch, n]} of one size, such as a residual block's input and output. Each input
 * gets the whole gradient.
 */
public class SumVertex extends PlainVertex {

    /** Makes the vertex, which has no settings. */
    public SumVertex() {}

    @Override
    public int maxVertexInputs() {
        return Integer.MAX_VALUE;
    }

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new SumVertexImpl(graph, name, index, type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        for (InputType input : inputs) {
            if (features(input) != features(inputs[0])) {
                throw new IllegalArgumentException("found a sum of " + features(inputs[0]) + " and " + features(input)
                        + " features, expected one size");
            }
        }
        return inputs[0];
    }
}
