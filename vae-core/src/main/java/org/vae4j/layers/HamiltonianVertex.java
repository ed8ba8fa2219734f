package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.Prior;
import org.vae4j.latent.hamiltonian.Leapfrogs;

/**
 * Leapfrogs from a latent to another one, along the slope of log p(x, z) as the network's own decoder and its prior
 * have it: [z' | log N(ρ'; 0, I) - log N(γ; 0, I)] {@code [rows, latent + 1]} from z {@code [rows, latent]}, the noise
 * γ of the momentum {@code [rows, latent]}, the learned numbers {@code [1, parameters]} and the examples
 * {@code [examples, features]}, with their condition behind them where the decoder reads one. Row r belongs to example
 * r mod examples.
 *
 * <p>It computes in double precision but for the decoder, which is of the network's type. The decoder stands behind it
 * in the same network, so the vertex works where a {@code LatentModel} wraps the network.
 */
public class HamiltonianVertex extends PlainVertex {

    /** The transform that it belongs to, as configurations name it. */
    public static final String TRANSFORM = "hamiltonian";

    static final int INPUTS = 4;

    private final Leapfrogs leapfrogs;
    private final Prior prior;
    private final String decoderInput;

    /**
     * Leapfrogs.
     *
     * @param leapfrogs their number and sizes
     * @param prior p(z), without parameters
     * @param decoderInput name of the vertex that the decoder reads
     */
    public HamiltonianVertex(
            @JsonProperty("leapfrogs") Leapfrogs leapfrogs,
            @JsonProperty("prior") Prior prior,
            @JsonProperty("decoderInput") String decoderInput) {
        this.leapfrogs = Objects.requireNonNull(leapfrogs, "leapfrogs");
        this.prior = Objects.requireNonNull(prior, "prior");
        this.decoderInput = Objects.requireNonNull(decoderInput, "decoderInput");
    }

    /** {@return number and sizes of the steps} */
    public Leapfrogs getLeapfrogs() {
        return leapfrogs;
    }

    /** {@return p(z)} */
    public Prior getPrior() {
        return prior;
    }

    /** {@return name of the vertex that the decoder reads} */
    public String getDecoderInput() {
        return decoderInput;
    }

    @Override
    Object settings() {
        return List.of(leapfrogs, prior, decoderInput);
    }

    @Override
    public int minVertexInputs() {
        return INPUTS;
    }

    @Override
    public int maxVertexInputs() {
        return INPUTS;
    }

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new HamiltonianVertexImpl(graph, name, index, type, this);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        return InputType.feedForward(features(inputs[0]) + 1L);
    }
}
