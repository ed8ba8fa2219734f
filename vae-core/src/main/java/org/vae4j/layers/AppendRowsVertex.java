package org.vae4j.layers;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The rows of its first input and, below them, those of its second: {@code [n + k, columns]} of {@code [n, columns]}
 * and {@code [k, columns]}. It sends examples and pseudo-inputs through an encoder in one pass; a {@link RowsVertex}
 * parts them again.
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
