package org.vae4j.layers;

import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.bijection.Bijection;

/**
 * Applies an invertible function to a latent: the output is [z' | log |det ∂z'/∂z|] {@code [rows, latent + 1]}.
 *
 * <p>The first input is z {@code [rows, latent]}; the second holds the function's parameters,
 * {@code [rows, parameters]}, or one row of them for all rows of z. The arithmetic is in double precision, whatever the
 * network's type.
 */
public class BijectionVertex extends PlainVertex {

    private final Bijection bijection;

    /**
     * An invertible function.
     *
     * @param bijection the function
     */
    public BijectionVertex(@JsonProperty("bijection") Bijection bijection) {
        this.bijection = Objects.requireNonNull(bijection, "bijection");
    }

    /** {@return the function} */
    public Bijection getBijection() {
        return bijection;
    }

    @Override
    Object settings() {
        return bijection;
    }

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
        return new BijectionVertexImpl(graph, name, index, type, bijection);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        int latent = features(inputs[0]);
        requireParameters(bijection, latent, features(inputs[1]));
        return InputType.feedForward(latent + 1L);
    }

    /** Throws if the number of parameters is not the function's. */
    static void requireParameters(Bijection bijection, int latent, int found) {
        if (found != bijection.parameterCount(latent)) {
            throw new IllegalArgumentException("found " + found + " parameters of " + bijection + ", expected "
                    + bijection.parameterCount(latent) + " for " + latent + " dimensions");
        }
    }
}
