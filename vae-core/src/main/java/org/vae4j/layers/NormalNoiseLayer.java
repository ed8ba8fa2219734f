package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Draws from N(0, I), as many rows and columns as come in, {@code [rows, n]}, whatever their values. It draws whether
 * training or not; where draws are replaced by their location it puts out zeros. The noise is a pure function of the
 * noise seed, the role, the iteration, and the numbers of example and draw, as that of {@link SamplingLayer}.
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
     * @param noise which noise it draws
     */
    public NormalNoiseLayer(SamplingLayer.Noise noise) {
        this.noiseSeed = noise.seed();
        this.role = noise.role();
        this.draws = noise.draws();
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

    /** {@return rows of each example} */
    public int getDraws() {
        return draws;
    }
}
