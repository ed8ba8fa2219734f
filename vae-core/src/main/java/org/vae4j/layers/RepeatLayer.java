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
 * Repeats a batch, so that several latents can be drawn from each posterior.
 *
 * <p>Shapes: input {@code [batch, n]}, output {@code [copies·batch, n]}, row s·batch + i being copy s of example i. The
 * gradient of an input row is the sum of its copies'.
 */
public class RepeatLayer extends NoParamLayer {

    private int copies = 1;

    /** For JSON. */
    public RepeatLayer() {}

    /**
     * A layer that repeats.
     *
     * @param copies how often each row comes out, ≥ 1
     */
    public RepeatLayer(int copies) {
        if (copies < 1) {
            throw new IllegalArgumentException("found copies = " + copies + ", expected a number >= 1");
        }
        this.copies = copies;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray paramsView,
            boolean initialize,
            DataType type) {
        return Layers.withoutParameters(new RepeatLayerImpl(conf, type), conf, listeners, index);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        return InputType.feedForward(Layers.features(getLayerName(), inputType));
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return Layers.memoryReport(this, inputType);
    }

    /** {@return how often each row comes out} */
    public int getCopies() {
        return copies;
    }

    /**
     * Sets how often each row comes out; for JSON.
     *
     * @param copies a number ≥ 1
     */
    public void setCopies(int copies) {
        this.copies = copies;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof RepeatLayer that && copies == that.copies;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof RepeatLayer;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), copies);
    }
}
