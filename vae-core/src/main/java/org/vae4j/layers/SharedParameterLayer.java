package org.vae4j.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Learned numbers that are the same for every example: Y = 1·bᵀ, whatever the input.
 *
 * <p>Shapes: input {@code [batch, any]}, b {@code [nOut]}, output {@code [batch, nOut]}. For parameters of the likelihood
 * that do not depend on z, such as one log-variance for all pixels. b starts at {@code biasInit}, zero unless set.
 */
public class SharedParameterLayer extends FeedForwardLayer {

    /** For JSON. */
    public SharedParameterLayer() {}

    private SharedParameterLayer(Builder builder) {
        super(builder);
        setActivationFn(new ActivationIdentity());
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray paramsView,
            boolean initialize,
            DataType type) {
        Layers.requireSizes(this);
        Layers.rejectWeightNoise(this);
        return Layers.withParameters(
                new SharedParameterLayerImpl(conf, type), this, conf, listeners, index, paramsView, initialize);
    }

    @Override
    public ParamInitializer initializer() {
        return SharedParameterInitializer.INSTANCE;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return Layers.memoryReport(this, inputType);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof SharedParameterLayer;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof SharedParameterLayer;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
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
