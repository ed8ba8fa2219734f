package org.vae4j.layers;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Appends the rows of its second input to those of its first: {@code [n, columns]} and {@code [k, columns]} become
 * {@code [n + k, columns]}. So one pass of an encoder serves examples and pseudo-inputs; a {@link RowsVertex} parts
 * them again.
 */
public class AppendRowsVertex extends PlainVertex {

    /** For the builder and for JSON: there is nothing to set. */
    public AppendRowsVertex() {}

    @Override
    public int minVertexInputs() {
        return 2;
    }

    @Override
    public int maxVertexInputs() {
        return 2;
    }

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new AppendRowsVertexImpl(graph, name, index, type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        if (features(inputs[0]) != features(inputs[1])) {
            throw new IllegalArgumentException("found rows of " + features(inputs[0]) + " and of " + features(inputs[1])
                    + " columns, expected as many in both inputs");
        }
        return inputs[0];
    }
}
