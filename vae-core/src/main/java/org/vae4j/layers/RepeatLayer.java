package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Repeats a batch, so that several latents can be drawn from each posterior.
 *
 * <p>Shapes: input {@code [batch, n]}, output {@code [copies · batch, n]}, whose row s · batch + i is copy s of example
 * i. The gradient of an input row is the sum of the gradients of its copies.
 */
public class RepeatLayer extends ParameterlessLayer {

    private int copies = 1;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public RepeatLayer() {}

    /**
     * A layer that repeats.
     *
     * @param copies number of copies of each row in the output, ≥ 1
     */
    public RepeatLayer(int copies) {
        this.copies = copies;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        if (copies < 1) {
            throw new IllegalArgumentException("found copies = " + copies + ", expected a number >= 1");
        }
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new RepeatLayerImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(copies);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        return InputType.feedForward(Layers.features(getLayerName(), inputType));
    }

    /** {@return number of copies of each row in the output} */
    public int getCopies() {
        return copies;
    }
}
