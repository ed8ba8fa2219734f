package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/**
 * The configuration of a normalisation, y = γ · (x - mean) / √(variance + ε) + β, whose moments
 * {@link BatchNormBlock} and {@link LayerNormBlock} take over different values.
 */
abstract class NormBlock extends ParameterisedLayer {

    private int channels;
    private double epsilon = 1e-5;

    NormBlock() {}

    NormBlock(Builder<?> builder) {
        super(builder);
        channels = builder.channels;
        epsilon = builder.epsilon;
    }

    @Override
    void requireSettings() {
        if (channels < 0 || !(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("found channels = " + channels + ", epsilon = " + epsilon
                    + ", expected channels >= 0 and a finite epsilon > 0");
        }
    }

    /** The names of the parameters, in their order. */
    abstract List<String> parameters();

    /** The number of values of each parameter: one per channel, or one per feature. */
    final long groups() {
        return channels == 0 ? nIn : channels;
    }

    @Override
    void requireUsable() {
        super.requireUsable();
        if (nIn != nOut || nIn % groups() != 0) {
            throw new IllegalArgumentException(
                    "layer \"" + getLayerName() + "\": found " + nIn + " features in, " + nOut + " out and " + channels
                            + " channels, expected as many out as in and a multiple of the channels");
        }
    }

    @Override
    List<Object> settings() {
        return List.of(channels, epsilon);
    }

    @Override
    final ParamInitializer parameterInitializer() {
        return NormParameters.INSTANCE;
    }

    @Override
    public final void setNIn(InputType inputType, boolean override) {
        if (nIn <= 0 || override) {
            nIn = Layers.features(getLayerName(), inputType);
        }
        nOut = nIn;
    }

    @Override
    public final InputType getOutputType(int index, InputType inputType) {
        return inputType;
    }

    /** {@return number of channels of the images, each with one γ and one β; 0 if every feature has its own} */
    public int getChannels() {
        return channels;
    }

    /** {@return ε, which is added to variances} */
    public double getEpsilon() {
        return epsilon;
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J returns this as T too.
    abstract static class Builder<T extends Builder<T>> extends FeedForwardLayer.Builder<T> {

        private int channels;
        private double epsilon = 1e-5;

        Builder() {}

        /**
         * Sets the number of channels of images. Unless set, it is 0, and every feature has its own γ and β.
         *
         * @param count a divisor of the number of features, or 0
         * @return this
         */
        public T channels(int count) {
            channels = count;
            return (T) this;
        }

        /**
         * Sets ε, which is added to variances; 1e-5 unless set.
         *
         * @param value finite and above 0
         * @return this
         */
        public T epsilon(double value) {
            epsilon = value;
            return (T) this;
        }
    }
}
