package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Puts out the same learned numbers for every example: Y = 1·bᵀ, so ∂/∂b = (∂/∂Y)ᵀ·1. It serves parameters of the
 * likelihood that do not depend on z, such as one log-variance for all pixels.
 *
 * <p>Shapes: input {@code [batch, any]}, which is not read, b {@code [nOut]}, Y {@code [batch, nOut]}. b starts at
 * {@code biasInit}, zero unless set.
 */
public class SharedParameterLayer extends WeightedLayer {

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public SharedParameterLayer() {}

    private SharedParameterLayer(Builder builder) {
        super(builder);
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new SharedParameterLayerImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of();
    }

    @Override
    WeightsAndBias.Sizes sizes() {
        return new WeightsAndBias.Sizes(0, 0, nOut);
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends FeedForwardLayer.Builder<Builder> {

        /** Starts at zero. */
        public Builder() {}

        @Override
        public SharedParameterLayer build() {
            return new SharedParameterLayer(this);
        }
    }
}
