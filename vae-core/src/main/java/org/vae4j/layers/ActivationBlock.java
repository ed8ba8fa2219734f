package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Nonlinearity;

/**
 * Applies a nonlinearity, Y = f(X), for instance behind a normalisation. Input and output have the shape
 * {@code [batch, n]}.
 */
public class ActivationBlock extends ParameterlessLayer {

    private Nonlinearity nonlinearity = Nonlinearity.IDENTITY;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public ActivationBlock() {}

    /**
     * A nonlinearity.
     *
     * @param nonlinearity f
     */
    public ActivationBlock(Nonlinearity nonlinearity) {
        this.nonlinearity = nonlinearity;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        Objects.requireNonNull(nonlinearity, "nonlinearity");
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new ActivationBlockImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(nonlinearity);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        return inputType;
    }

    /** {@return f} */
    public Nonlinearity getNonlinearity() {
        return nonlinearity;
    }
}
