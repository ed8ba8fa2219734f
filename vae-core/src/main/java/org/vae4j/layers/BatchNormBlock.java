package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Batch normalisation, y = γ · (x - mean) / √(variance + ε) + β, for each feature, or for each channel of images (Ioffe
 * and Szegedy 2015). Training uses the mean and variance of the batch, evaluation uses running averages of them.
 *
 * <p>Shapes: X and Y {@code [batch, nIn]}, γ, β, running mean and variance {@code [nIn]} or {@code [channels]}.
 *
 * <p>The backward pass of a training step sets running = decay · running + (1 - decay) · batch for mean and variance.
 * The running moments lie in the network's parameter vector, so they are saved, resumed and copied with it, but they
 * have no gradient, and their updater is DL4J's {@code NoOp}. An example's output depends on its batch, so a batch
 * can't be divided between workers.
 */
public class BatchNormBlock extends NormBlock {

    private double decay = 0.9;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public BatchNormBlock() {}

    private BatchNormBlock(Builder builder) {
        super(builder);
        decay = builder.decay;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        super.requireSettings();
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("found decay = " + decay + ", expected 0 to below 1");
        }
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new BatchNormBlockImpl(conf, type);
    }

    @Override
    List<String> parameters() {
        return List.of(NormParameters.SCALE, NormParameters.SHIFT, NormParameters.MEAN, NormParameters.VARIANCE);
    }

    @Override
    List<Object> settings() {
        return List.of(super.settings(), decay);
    }

    @Override
    public boolean isState(String parameter) {
        return parameter.equals(NormParameters.MEAN) || parameter.equals(NormParameters.VARIANCE);
    }

    /** {@return the weight of the old running moment in an update} */
    public double getDecay() {
        return decay;
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends NormBlock.Builder<Builder> {

        private double decay = 0.9;

        /** Begins with one mean and variance per feature, ε = 1e-5 and decay 0.9. */
        public Builder() {}

        /**
         * Sets the weight of the old running moment in an update; 0.9 unless set.
         *
         * @param value 0 to below 1
         * @return this
         */
        public Builder decay(double value) {
            decay = value;
            return this;
        }

        @Override
        public BatchNormBlock build() {
            return new BatchNormBlock(this);
        }
    }
}
