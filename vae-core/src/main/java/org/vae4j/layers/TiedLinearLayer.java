package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A linear autoencoder whose encoder and decoder share one matrix, Y = X·U·Uᵀ + 1·bᵀ.
 *
 * <p>Shapes: X, Y {@code [batch, d]}, U {@code [d, p]}, b {@code [d]}; row by row it is ŷ = UUᵀx + b. Trained on
 * squared error over centred data it ends at the span of the first p principal directions, with UᵀU = I (Baldi and
 * Hornik 1989). Without bias, data that is not centred gives the principal directions about the origin instead. The
 * gradient with respect to U is Xᵀ·(G·U) + Gᵀ·(X·U), with G that with respect to Y.
 */
public class TiedLinearLayer extends WeightedLayer {

    private int latent;
    private boolean bias;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public TiedLinearLayer() {}

    private TiedLinearLayer(Builder builder) {
        super(builder);
        latent = builder.latent;
        bias = builder.bias;
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new TiedLinearLayerImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(latent, bias);
    }

    @Override
    void requireUsable() {
        super.requireUsable();
        if (latent < 1 || latent > nIn || nOut != nIn) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found latent = " + latent + ", nIn = "
                    + nIn + ", nOut = " + nOut + ", expected 1 <= latent <= nIn = nOut: set latent, leave out nOut");
        }
    }

    /** What comes out is as wide as what goes in. */
    @Override
    public void setNIn(InputType inputType, boolean override) {
        super.setNIn(inputType, override);
        nOut = nIn;
    }

    @Override
    WeightsAndBias.Sizes sizes() {
        return new WeightsAndBias.Sizes(nIn, latent, bias ? nIn : 0);
    }

    /** {@return p} */
    public int getLatent() {
        return latent;
    }

    /** {@return whether b is a parameter} */
    public boolean isBias() {
        return bias;
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends FeedForwardLayer.Builder<Builder> {

        private int latent;
        private boolean bias;

        /** Begins with a layer without bias. */
        public Builder() {}

        /**
         * Sets p.
         *
         * @param size latent dimensions, 1 to nIn
         * @return this
         */
        public Builder latent(int size) {
            latent = size;
            return this;
        }

        /**
         * Makes b a parameter, which learns to centre the data.
         *
         * @return this
         */
        public Builder withBias() {
            bias = true;
            return this;
        }

        @Override
        public TiedLinearLayer build() {
            return new TiedLinearLayer(this);
        }
    }
}
