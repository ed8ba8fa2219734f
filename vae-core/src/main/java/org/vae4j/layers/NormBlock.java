package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/** What {@link BatchNormBlock} and {@link LayerNormBlock} have in common: y = γ · (x - mean) / √(variance + ε) + β. */
abstract class NormBlock extends ParameterisedLayer {

    private int channels;
    private double epsilon = 1e-5;

    NormBlock() {}

    NormBlock(Builder<?> builder) {
        super(builder);
        if (builder.channels < 0 || !(builder.epsilon > 0)) {
            throw new IllegalArgumentException("found channels = " + builder.channels + ", epsilon = " + builder.epsilon
                    + ", expected channels >= 0 and epsilon > 0");
        }
        channels = builder.channels;
        epsilon = builder.epsilon;
    }

    /** The names of the parameters, in their order. */
    abstract List<String> parameters();

    /** How many values each parameter has. */
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
    public final ParamInitializer initializer() {
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

    /** {@return channels of the images, each of which has one γ and one β; 0 where every feature has its own} */
    public int getChannels() {
        return channels;
    }

    /** {@return what is added to variances} */
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
         * Sets the channels of images; 0, every feature for itself, unless set.
         *
         * @param count a divisor of the number of features
         * @return this
         */
        public T channels(int count) {
            channels = count;
            return (T) this;
        }

        /**
         * Sets what is added to variances; 1e-5 unless set.
         *
         * @param value above 0
         * @return this
         */
        public T epsilon(double value) {
            epsilon = value;
            return (T) this;
        }
    }
}
