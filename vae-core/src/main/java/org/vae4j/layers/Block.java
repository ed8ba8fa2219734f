package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.vae4j.kernel.Nonlinearity;

/** The configuration of a layer Y = f(linear part + bias), such as {@link DenseBlock} and the {@link ImageBlock}s. */
abstract class Block extends WeightedLayer {

    private Nonlinearity nonlinearity = Nonlinearity.IDENTITY;
    private boolean inputGradient = true;

    Block() {}

    Block(Builder<?> builder) {
        super(builder);
        nonlinearity = builder.nonlinearity;
        inputGradient = builder.inputGradient;
    }

    @Override
    void requireSettings() {
        Objects.requireNonNull(nonlinearity, "nonlinearity");
    }

    @Override
    List<Object> settings() {
        return List.of(nonlinearity, inputGradient);
    }

    /** {@return f} */
    public Nonlinearity getNonlinearity() {
        return nonlinearity;
    }

    /** {@return whether the gradient with respect to the input is computed} */
    public boolean isInputGradient() {
        return inputGradient;
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J returns this as T too.
    abstract static class Builder<T extends Builder<T>> extends FeedForwardLayer.Builder<T> {

        private Nonlinearity nonlinearity = Nonlinearity.IDENTITY;
        private boolean inputGradient = true;

        Builder() {}

        /**
         * Sets f; the identity unless set.
         *
         * @param f the nonlinearity
         * @return this
         */
        public T nonlinearity(Nonlinearity f) {
            nonlinearity = f;
            return (T) this;
        }

        /**
         * Leaves out the gradient with respect to the input, a third of a layer's work, for a layer that reads the
         * data.
         *
         * @return this
         */
        public T withoutInputGradient() {
            inputGradient = false;
            return (T) this;
        }
    }
}
