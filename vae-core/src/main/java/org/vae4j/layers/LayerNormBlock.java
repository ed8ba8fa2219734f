package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Layer normalisation, y = γ · (x - mean) / √(variance + ε) + β with mean and variance over all values of an example
 * (Ba et al. 2016). Training and evaluation compute the same function.
 *
 * <p>Shapes: X and Y {@code [batch, nIn]}, γ and β {@code [nIn]}, or {@code [channels]} for images.
 */
public class LayerNormBlock extends NormBlock {

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public LayerNormBlock() {}

    private LayerNormBlock(Builder builder) {
        super(builder);
        requireSettings();
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new LayerNormBlockImpl(conf, type);
    }

    @Override
    List<String> parameters() {
        return List.of(NormParameters.SCALE, NormParameters.SHIFT);
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends NormBlock.Builder<Builder> {

        /** Begins with one γ and β per feature and ε = 1e-5. */
        public Builder() {}

        @Override
        public LayerNormBlock build() {
            return new LayerNormBlock(this);
        }
    }
}
