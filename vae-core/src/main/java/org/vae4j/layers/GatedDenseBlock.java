package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A fully connected layer with learned gates, Y = f(X·W + 1·bᵀ) ⊙ σ(X·V + 1·cᵀ) (Dauphin et al. 2017; Tomczak and
 * Welling's VampPrior is built of these layers).
 *
 * <p>Shapes: X {@code [batch, nIn]}, the weights [W | V] {@code [nIn, 2 · nOut]}, the biases [b | c]
 * {@code [2 · nOut]}, Y {@code [batch, nOut]}. f is the identity unless set.
 */
public class GatedDenseBlock extends Block {

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public GatedDenseBlock() {}

    private GatedDenseBlock(Builder builder) {
        super(builder);
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new GatedDenseBlockImpl(conf, type);
    }

    @Override
    void requireUsable() {
        super.requireUsable();
        if (getNonlinearity().needsInput()) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found the nonlinearity "
                    + getNonlinearity() + " in a gated layer, expected another one: put an activation block behind it");
        }
    }

    @Override
    WeightsAndBias.Sizes sizes() {
        return new WeightsAndBias.Sizes(nIn, 2 * nOut, 2 * nOut);
    }

    /** The fan of each half, so that W and V are drawn like the weights of two separate layers. */
    @Override
    WeightsAndBias.Fan fan() {
        return new WeightsAndBias.Fan(nIn, nOut);
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends Block.Builder<Builder> {

        /** Identity, with input gradient. */
        public Builder() {}

        @Override
        public GatedDenseBlock build() {
            return new GatedDenseBlock(this);
        }
    }
}
