package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Its input with some successive columns kept between two bounds, min(max(x, least), most), as by a "hard tanh" between
 * them: the log-variances of a posterior. A value outside gets no gradient. Shapes {@code [rows, n]}, the same in and
 * out.
 */
public class ClampVertex extends PlainVertex {

    private final int from;
    private final int to;
    private final double least;
    private final double most;

    /**
     * Bounds of some columns.
     *
     * @param from the first column that is bounded, ≥ 0
     * @param to the one behind the last, > from
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

    /** {@return the first column that is bounded} */
    public int getFrom() {
        return from;
    }

    /** {@return the column behind the last that is bounded} */
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
                    + " columns, expected at least " + to + ", of which some are bounded");
        }
        return inputs[0];
    }
}
