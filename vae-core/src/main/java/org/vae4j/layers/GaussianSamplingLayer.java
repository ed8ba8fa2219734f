package org.vae4j.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonInclude;

/**
 * Draws the latent from a diagonal Gaussian posterior by reparameterisation, z = μ + σ ⊙ ε with ε ~ N(0, I) (Kingma and
 * Welling 2014, section 2.4), so ∂/∂μ = ∂/∂z and ∂/∂log σ² = ½ ∂/∂z ⊙ σ ⊙ ε.
 *
 * <p>Shapes: input [μ | log σ²] {@code [batch, 2n]}, output z {@code [batch, n]}. It samples in training and in
 * evaluation. The noise is a pure function of the noise seed, the role, the iteration, and the numbers of example and
 * draw: a forward pass can be repeated, a resumed run draws the same z as an uninterrupted one, and a part of a batch
 * draws the same z as the whole batch.
 */
public class GaussianSamplingLayer extends ParameterlessLayer {

    private long noiseSeed;
    private String role;
    private Integer draws;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public GaussianSamplingLayer() {}

    /**
     * A sampling layer of one draw per example, whose role is its name.
     *
     * @param noiseSeed seed of training's ε
     */
    public GaussianSamplingLayer(long noiseSeed) {
        this.noiseSeed = noiseSeed;
    }

    /**
     * A sampling layer with a role.
     *
     * @param noiseSeed seed of training's ε
     * @param role the name of its noise, unique in the network
     * @param draws rows per example, ≥ 1: row s · examples + i is draw s of example i
     */
    public GaussianSamplingLayer(long noiseSeed, String role, int draws) {
        Layers.requireDraws(draws);
        this.noiseSeed = noiseSeed;
        this.role = Objects.requireNonNull(role, "role");
        this.draws = draws == 1 ? null : Integer.valueOf(draws);
    }

    @Override
    final void requireSettings() {
        Layers.requireDraws(draws());
    }

    String role() {
        return role == null ? Layers.nameOf(this) : role;
    }

    int draws() {
        return draws == null ? 1 : draws;
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new GaussianSamplingLayerImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return Arrays.asList(noiseSeed, role, draws);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        int columns = Layers.features(getLayerName(), inputType);
        if (columns % 2 != 0) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found " + columns
                    + " inputs, expected an even number, [mean | log-variance]");
        }
        return InputType.feedForward(columns / 2);
    }

    /** {@return seed of training's ε} */
    public long getNoiseSeed() {
        return noiseSeed;
    }

    /** {@return the name of its noise; null stands for the layer's name, as in files of version 0.1} */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String getRole() {
        return role;
    }

    /** {@return rows per example; null stands for 1} */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public Integer getDraws() {
        return draws;
    }
}
