package org.vae4j.layers;

import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.Prior;

/**
 * Computes log p(z) of each row, nats {@code [rows, 1]}; NaN for a prior that can only be drawn from.
 *
 * <p>The first input is z {@code [rows, latent]}. A prior with parameters has a second input,
 * {@code [components, parameters]}: learned numbers, or the output of an encoder or of another latent's network. Both
 * inputs get gradients.
 */
public class PriorVertex extends PlainVertex {

    private final Prior prior;

    /**
     * The density of a prior.
     *
     * @param prior p(z)
     */
    public PriorVertex(@JsonProperty("prior") Prior prior) {
        this.prior = Objects.requireNonNull(prior, "prior");
    }

    /** {@return p(z)} */
    public Prior getPrior() {
        return prior;
    }

    @Override
    Object settings() {
        return prior;
    }

    @Override
    public int maxVertexInputs() {
        return 2;
    }

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new PriorVertexImpl(graph, name, index, type, prior);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        return InputType.feedForward(1);
    }
}
