package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.pair.PairSharing;

/**
 * Averages the posteriors of pairs in training: rows 2i and 2i + 1 of [μ | log σ²] {@code [rows, 2 latent]} get the
 * same parameters in the latent dimensions that they share. The choice of these dimensions has no gradient. Evaluation
 * passes the parameters unchanged.
 */
public class PairVertex extends PlainVertex {

    private final PairSharing sharing;

    /**
     * A vertex behind the posterior's head.
     *
     * @param sharing the choice of the shared dimensions and the average of two posteriors
     */
    public PairVertex(@JsonProperty("sharing") PairSharing sharing) {
        this.sharing = Objects.requireNonNull(sharing, "sharing");
    }

    /** {@return the choice of the shared dimensions and the average of two posteriors} */
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
