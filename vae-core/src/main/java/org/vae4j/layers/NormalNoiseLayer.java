package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Draws from N(0, I) a matrix of the input's size, {@code [rows, n]}, and does not read the input's values.
 *
 * <p>It draws in training and in evaluation; a pass that puts out locations instead of draws gets zeros. The noise is a
 * pure function of the noise seed, the role, the iteration, and the numbers of example and draw, as in
 * {@link SamplingLayer}.
 */
public class NormalNoiseLayer extends ParameterlessLayer {

    private long noiseSeed;
    private String role;
    private int draws = 1;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public NormalNoiseLayer() {}

    /**
     * A layer of noise.
     *
     * @param noise the noise of its draws
     */
    public NormalNoiseLayer(SamplingLayer.Noise noise) {
        this.noiseSeed = noise.seed();
        this.role = noise.role();
        this.draws = noise.draws();
    }

    @Override
    final void requireSettings() {
        Objects.requireNonNull(role, "role");
        Layers.requireDraws(draws);
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new NormalNoiseLayerImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(noiseSeed, String.valueOf(role), draws);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        return InputType.feedForward(Layers.features(getLayerName(), inputType));
    }

    /** {@return seed of training's noise} */
    public long getNoiseSeed() {
        return noiseSeed;
    }

    /** {@return the name of the noise} */
    public String getRole() {
        return role;
    }

    /** {@return rows per example} */
    public int getDraws() {
        return draws;
    }
}
