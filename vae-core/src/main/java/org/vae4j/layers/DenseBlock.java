package org.vae4j.layers;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;

/**
 * A fully connected layer, Y = f(X·W + 1·bᵀ).
 *
 * <p>Shapes: X {@code [batch, nIn]}, W {@code [nIn, nOut]}, b {@code [nOut]}, Y {@code [batch, nOut]}. The same function
 * and parameters as DL4J's {@code DenseLayer}; it does the product once instead of twice, adds bias and applies f in one
 * pass, and works in the order that GEMM wants.
 */
public class DenseBlock extends FeedForwardLayer {

    private Nonlinearity nonlinearity = Nonlinearity.IDENTITY;
    private boolean inputGradient = true;

    /** For JSON. */
    public DenseBlock() {}

    private DenseBlock(Builder builder) {
        super(builder);
        if (getActivationFn() != null) {
            throw new IllegalArgumentException("found activation(" + getActivationFn()
                    + "), expected nonlinearity(…): this layer needs functions whose derivative their value tells");
        }
        nonlinearity = builder.nonlinearity;
        inputGradient = builder.inputGradient;
        setActivationFn(new ActivationIdentity());
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray paramsView,
            boolean initialize,
            DataType type) {
        Layers.requireSizes(this);
        Layers.rejectWeightNoise(this);
        return Layers.withParameters(
                new DenseBlockImpl(conf, type), this, conf, listeners, index, paramsView, initialize);
    }

    @Override
    public ParamInitializer initializer() {
        return DefaultParamInitializer.getInstance();
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return Layers.memoryReport(this, inputType);
    }

    /** {@return f} */
    public Nonlinearity getNonlinearity() {
        return nonlinearity;
    }

    /**
     * Sets f; for JSON.
     *
     * @param nonlinearity f
     */
    public void setNonlinearity(Nonlinearity nonlinearity) {
        this.nonlinearity = nonlinearity;
    }

    /** {@return whether the gradient with respect to X is computed} */
    public boolean isInputGradient() {
        return inputGradient;
    }

    /**
     * Sets whether the gradient with respect to X is computed; for JSON.
     *
     * @param inputGradient false for a layer that is fed by the data
     */
    public void setInputGradient(boolean inputGradient) {
        this.inputGradient = inputGradient;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof DenseBlock that
                && nonlinearity == that.nonlinearity
                && inputGradient == that.inputGradient;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof DenseBlock;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), nonlinearity, inputGradient);
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends FeedForwardLayer.Builder<Builder> {

        private Nonlinearity nonlinearity = Nonlinearity.IDENTITY;
        private boolean inputGradient = true;

        /** Identity, with input gradient. */
        public Builder() {}

        /**
         * Sets f.
         *
         * @param f the nonlinearity
         * @return this
         */
        public Builder nonlinearity(Nonlinearity f) {
            nonlinearity = f;
            return this;
        }

        /**
         * For a layer that is fed by the data: spares the gradient with respect to X, a third of the layer's work.
         *
         * @return this
         */
        public Builder withoutInputGradient() {
            inputGradient = false;
            return this;
        }

        @Override
        public DenseBlock build() {
            return new DenseBlock(this);
        }
    }
}
