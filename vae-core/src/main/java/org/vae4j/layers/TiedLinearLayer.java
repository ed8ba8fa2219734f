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
 * <p>Shapes: X, Y {@code [batch, d]}, U {@code [d, p]}, b {@code [d]}; row by row, y = UUᵀx + b. Training on squared
 * error over centred data converges to the span of the first p principal directions, with UᵀU = I (Baldi and Hornik
 * 1989). Without bias, data that is not centred leads to the principal directions about the origin instead. With
 * G = ∂/∂Y, the gradient with respect to U is Xᵀ·(G·U) + Gᵀ·(X·U).
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
    final void requireSettings() {
        if (latent < 1) {
            throw new IllegalArgumentException("found latent = " + latent + ", expected a number >= 1: set latent");
        }
    }

    @Override
    void requireUsable() {
        super.requireUsable();
        if (latent > nIn || nOut != nIn) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found latent = " + latent + ", nIn = "
                    + nIn + ", nOut = " + nOut + ", expected 1 <= latent <= nIn = nOut: set latent, leave out nOut");
        }
    }

    /** Sets the number of outputs as well, which is that of the inputs. */
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

    /** {@return whether the layer has the bias b} */
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
         * Adds the bias b, which learns to centre the data.
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
