package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A fully connected layer, Y = f(X·W + 1·bᵀ).
 *
 * <p>Shapes: X {@code [batch, nIn]}, W {@code [nIn, nOut]}, b {@code [nOut]}, Y {@code [batch, nOut]}. The same
 * function and parameters as DL4J's {@code DenseLayer}; it does the product once instead of twice, adds bias and
 * applies f in one pass, and works in the order that GEMM wants.
 */
public class DenseBlock extends Block {

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public DenseBlock() {}

    private DenseBlock(Builder builder) {
        super(builder);
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new DenseBlockImpl(conf, type);
    }

    @Override
    WeightsAndBias.Sizes sizes() {
        return new WeightsAndBias.Sizes(nIn, nOut, nOut);
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends Block.Builder<Builder> {

        /** Identity, with input gradient. */
        public Builder() {}

        @Override
        public DenseBlock build() {
            return new DenseBlock(this);
        }
    }
}
