package org.vae4j.layers;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Joins matrices {@code [batch, n₁]}, {@code [batch, n₂]}, … to {@code [batch, n₁ + n₂ + …]}.
 *
 * <p>The same function as DL4J's {@code MergeVertex} on feed-forward data, but the result is in column order, so each
 * input is a contiguous block of it.
 */
public class ConcatVertex extends PlainVertex {

    /** Makes the vertex, which has no settings. */
    public ConcatVertex() {}

    @Override
    public int maxVertexInputs() {
        return Integer.MAX_VALUE;
    }

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new ConcatVertexImpl(graph, name, index, type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        int columns = 0;
        for (InputType input : inputs) {
            columns += features(input);
        }
        return InputType.feedForward(columns);
    }
}
