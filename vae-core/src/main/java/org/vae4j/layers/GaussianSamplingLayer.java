package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Draws the latent from the posterior so that gradients pass: z = μ + σ ⊙ ε with ε ~ N(0, I) (Kingma and Welling 2014,
 * section 2.4).
 *
 * <p>Shapes: input [μ | log σ²] {@code [batch, 2n]}, output z {@code [batch, n]}. It samples whether training or not. The
 * noise of iteration t is a pure function of the noise seed and t, so a forward pass can be repeated and a resumed run
 * draws what the uninterrupted one would have drawn.
 */
public class GaussianSamplingLayer extends ParameterlessLayer {

    private long noiseSeed;

    /** For JSON. */
    public GaussianSamplingLayer() {}

    /**
     * A sampling layer.
     *
     * @param noiseSeed seed of the stream of ε
     */
    public GaussianSamplingLayer(long noiseSeed) {
        this.noiseSeed = noiseSeed;
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new GaussianSamplingLayerImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(noiseSeed);
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

    /** {@return seed of the stream of ε} */
    public long getNoiseSeed() {
        return noiseSeed;
    }
}
