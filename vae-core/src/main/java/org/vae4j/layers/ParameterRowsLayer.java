package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Puts out a matrix of learned numbers, such as the components of a prior or pseudo-inputs: Y = W, so ∂/∂W = ∂/∂Y.
 *
 * <p>Shapes: input {@code [batch, any]}, which is not read, W and Y {@code [rows, nOut]}. The weight initialisation
 * draws the first W.
 */
public class ParameterRowsLayer extends WeightedLayer {

    private int rows;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public ParameterRowsLayer() {}

    private ParameterRowsLayer(Builder builder) {
        super(builder);
        rows = builder.rows;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        if (rows < 1) {
            throw new IllegalArgumentException("found rows = " + rows + ", expected a number >= 1");
        }
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new ParameterRowsLayerImpl(conf, type);
    }

    @Override
    WeightsAndBias.Sizes sizes() {
        return new WeightsAndBias.Sizes(rows, nOut, 0);
    }

    @Override
    List<Object> settings() {
        return List.of(rows);
    }

    /** {@return number of rows of the output} */
    public int getRows() {
        return rows;
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends FeedForwardLayer.Builder<Builder> {

        private int rows;

        /** The numbers begin as the network's weights do, unless {@code weightInit} is set. */
        public Builder() {}

        /**
         * Sets the number of rows of the output.
         *
         * @param count ≥ 1
         * @return this
         */
        public Builder rows(int count) {
            rows = count;
            return this;
        }

        @Override
        public ParameterRowsLayer build() {
            return new ParameterRowsLayer(this);
        }
    }
}
