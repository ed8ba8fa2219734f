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
 * Moves a latent z by leapfrog steps along the gradient of log p(x, z), which the network's own decoder and the prior
 * define: {@link Leapfrogs} says the steps.
 *
 * <p>The output is [z' | log N(ρ'; 0, I) - log N(γ; 0, I)] {@code [rows, latent + 1]}, with the last momentum ρ' and
 * the noise γ of the first. The inputs are z {@code [rows, latent]}, γ {@code [rows, latent]}, the learned numbers
 * {@code [1, parameters]}, and the examples {@code [examples, features]}, with their condition behind the features
 * where the decoder reads one. Row r belongs to example r mod examples.
 *
 * <p>The arithmetic is in double precision, except the decoder's, which is in the network's type. The decoder stands
 * behind this vertex in the same network, so the vertex only works where a {@code LatentModel} wraps the network.
 */
public class HamiltonianVertex extends PlainVertex {

    /** The name of the vertex's transform in configurations. */
    public static final String TRANSFORM = "hamiltonian";

    static final int INPUTS = 4;

    private final Leapfrogs leapfrogs;
    private final Prior prior;
    private final String decoderInput;

    /**
     * A vertex in front of a decoder.
     *
     * @param leapfrogs number and sizes of the steps
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
