package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Takes the last rows of its input, or all rows but these, to part what an {@link AppendRowsVertex} joined. The
 * gradient of the other rows is 0.
 */
public class RowsVertex extends PlainVertex {

    private final Part part;
    private final int last;

    /** The rows that come out. */
    public enum Part {
        /** All but the last ones. */
        BEFORE,
        /** The last ones. */
        LAST
    }

    /**
     * Rows of the input.
     *
     * @param part the rows that come out
     * @param last number of the last rows, ≥ 1
     */
    public RowsVertex(@JsonProperty("part") Part part, @JsonProperty("last") int last) {
        if (last < 1) {
            throw new IllegalArgumentException("found last = " + last + ", expected a number >= 1");
        }
        this.part = Objects.requireNonNull(part, "part");
        this.last = last;
    }

    /** {@return the rows that come out} */
    public Part getPart() {
        return part;
    }

    /** {@return number of the last rows} */
    public int getLast() {
        return last;
    }

    @Override
    Object settings() {
        return List.of(part, last);
    }

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new RowsVertexImpl(graph, name, index, type, this);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        return inputs[0];
    }
}
