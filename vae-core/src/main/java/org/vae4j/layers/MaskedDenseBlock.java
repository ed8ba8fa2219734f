package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A fully connected layer of an autoregressive network, Y = f(X·(W ⊙ M) + 1·bᵀ): the mask M removes the connections
 * through which a unit would depend on variables after its own in the order (Germain et al. 2015, MADE).
 *
 * <p>Shapes: X {@code [batch, nIn]}, W and M {@code [nIn, nOut]}, b {@code [nOut]}, Y {@code [batch, nOut]}. With the
 * {@link Degrees} d of inputs and e of outputs, M(i, j) = 1 where d(i) ≤ e(j) for hidden outputs, and where d(i) &lt;
 * e(j) for outputs that stand for variables, so that no variable depends on itself. Masked weights have the gradient 0.
 */
public class MaskedDenseBlock extends Block {

    private Degrees inputs;
    private Degrees outputs;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public MaskedDenseBlock() {}

    private MaskedDenseBlock(Builder builder) {
        super(builder);
        inputs = builder.inputs;
        outputs = builder.outputs;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        super.requireSettings();
        if (inputs == null || outputs == null) {
            throw new IllegalArgumentException(
                    "found no degrees of inputs or outputs, expected both: set degrees(inputs, outputs)");
        }
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new MaskedDenseBlockImpl(conf, type);
    }

    @Override
    WeightsAndBias.Sizes sizes() {
        return new WeightsAndBias.Sizes(nIn, nOut, nOut);
    }

    /** M, column by column. */
    double[] mask() {
        int rows = Math.toIntExact(nIn);
        int columns = Math.toIntExact(nOut);
        double[] mask = new double[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = isConnected(i % rows, i / rows) ? 1 : 0;
        }
        return mask;
    }

    private boolean isConnected(int input, int output) {
        int inputDegree = inputs.of(input);
        int outputDegree = outputs.of(output);
        return outputs.kind() == Degrees.Kind.HIDDEN ? inputDegree <= outputDegree : inputDegree < outputDegree;
    }

    @Override
    List<Object> settings() {
        return List.of(super.settings(), inputs, outputs);
    }

    /** {@return the degrees of the inputs} */
    public Degrees getInputs() {
        return inputs;
    }

    /** {@return the degrees of the outputs} */
    public Degrees getOutputs() {
        return outputs;
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends Block.Builder<Builder> {

        private Degrees inputs;
        private Degrees outputs;

        /** Begins with the identity as f, with input gradient; the degrees have to be set. */
        public Builder() {}

        /**
         * Sets the degrees that define the mask.
         *
         * @param ofInputs the degrees of the inputs
         * @param ofOutputs the degrees of the outputs
         * @return this
         */
        public Builder degrees(Degrees ofInputs, Degrees ofOutputs) {
            inputs = ofInputs;
            outputs = ofOutputs;
            return this;
        }

        @Override
        public MaskedDenseBlock build() {
            return new MaskedDenseBlock(this);
        }
    }
}
