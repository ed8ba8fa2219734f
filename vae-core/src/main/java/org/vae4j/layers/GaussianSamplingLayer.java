package org.vae4j.layers;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Draws the latent from the posterior so that gradients pass: z = μ + σ ⊙ ε with ε ~ N(0, I) (Kingma and Welling 2014,
 * section 2.4).
 *
 * <p>Shapes: input [μ | log σ²] {@code [batch, 2n]}, output z {@code [batch, n]}. It samples whether training or not. The
 * noise of iteration t is a pure function of the noise seed and t, so a forward pass can be repeated and a resumed run
 * draws what the uninterrupted one would have drawn.
 */
public class GaussianSamplingLayer extends NoParamLayer {

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
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray paramsView,
            boolean initialize,
            DataType type) {
        return Layers.withoutParameters(new GaussianSamplingLayerImpl(conf, type), conf, listeners, index);
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

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return Layers.memoryReport(this, inputType);
    }

    /** {@return seed of the stream of ε} */
    public long getNoiseSeed() {
        return noiseSeed;
    }

    /**
     * Sets the seed of the stream of ε; for JSON.
     *
     * @param noiseSeed any number
     */
    public void setNoiseSeed(long noiseSeed) {
        this.noiseSeed = noiseSeed;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof GaussianSamplingLayer that && noiseSeed == that.noiseSeed;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof GaussianSamplingLayer;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), noiseSeed);
    }
}
