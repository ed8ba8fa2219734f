package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.pair.PairSharing;

/**
 * Brings the posteriors of pairs together in training: of rows 2i and 2i + 1 of [μ | log σ²] {@code [rows, 2 latent]},
 * in the dimensions that they share. Which these are has no gradient. In evaluation nothing happens.
 */
public class PairVertex extends PlainVertex {

    private final PairSharing sharing;

    /**
     * A vertex behind the posterior's head.
     *
     * @param sharing what becomes of the posteriors
     */
    public PairVertex(@JsonProperty("sharing") PairSharing sharing) {
        this.sharing = Objects.requireNonNull(sharing, "sharing");
    }

    /** {@return what becomes of the posteriors} */
    public PairSharing getSharing() {
        return sharing;
    }

    @Override
    Object settings() {
        return List.of(sharing);
    }

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new PairVertexImpl(graph, name, index, type, sharing);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        return inputs[0];
    }
}
