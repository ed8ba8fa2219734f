package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Clamps some successive columns of its input, such as the log-variances of a posterior, to an interval:
 * y = min(max(x, least), most). The other columns pass unchanged. The gradient is ∂/∂y where least &lt; x &lt; most,
 * and 0 elsewhere. Input and output have the shape {@code [rows, n]}.
 */
public class ClampVertex extends PlainVertex {

    private final int from;
    private final int to;
    private final double least;
    private final double most;

    /**
     * A clamp of some columns.
     *
     * @param from the first clamped column, ≥ 0
     * @param to the column after the last clamped one, > from
     * @param least the lower bound
     * @param most the upper bound, > least
     */
    public ClampVertex(
            @JsonProperty("from") int from,
            @JsonProperty("to") int to,
            @JsonProperty("least") double least,
            @JsonProperty("most") double most) {
        if (from < 0 || to <= from || !(least < most)) {
            throw new IllegalArgumentException("found the bounds " + least + " and " + most + " of the columns " + from
                    + " to " + to + ", expected rising bounds of at least one column");
        }
        this.from = from;
        this.to = to;
        this.least = least;
        this.most = most;
    }

    /** {@return the first clamped column} */
    public int getFrom() {
        return from;
    }

    /** {@return the column after the last clamped one} */
    public int getTo() {
        return to;
    }

    /** {@return the lower bound} */
    public double getLeast() {
        return least;
    }

    /** {@return the upper bound} */
    public double getMost() {
        return most;
    }

    @Override
    Object settings() {
        return List.of(from, to, least, most);
    }

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new ClampVertexImpl(graph, name, index, type, this);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        if (features(inputs[0]) < to) {
            throw new IllegalArgumentException("found an input of " + features(inputs[0])
                    + " columns, expected at least " + to + ": the columns " + from + " to " + (to - 1)
                    + " are clamped");
        }
        return inputs[0];
    }
}
