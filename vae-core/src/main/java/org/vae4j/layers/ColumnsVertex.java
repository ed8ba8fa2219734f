package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Takes some successive columns of its input, {@code [rows, to - from]} of {@code [rows, n]}, such as the condition
 * that follows the features of an example. The gradient of the other columns is 0.
 */
public class ColumnsVertex extends PlainVertex {

    private final int from;
    private final int to;

    /**
     * Columns of the input.
     *
     * @param from the first column, ≥ 0
     * @param to the column after the last, > from
     */
    public ColumnsVertex(@JsonProperty("from") int from, @JsonProperty("to") int to) {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    "found the columns " + from + " to " + to + ", expected a range of at least one column");
        }
        this.from = from;
        this.to = to;
    }

    /** {@return the first column} */
    public int getFrom() {
        return from;
    }

    /** {@return the column after the last} */
    public int getTo() {
        return to;
    }

    @Override
    Object settings() {
        return List.of(from, to);
    }

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new ColumnsVertexImpl(graph, name, index, type, this);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        if (features(inputs[0]) < to) {
            throw new IllegalArgumentException("found an input of " + features(inputs[0])
                    + " columns, expected at least " + to + ": the columns " + from + " to " + (to - 1)
                    + " are taken");
        }
        return InputType.feedForward(to - from);
    }
}
