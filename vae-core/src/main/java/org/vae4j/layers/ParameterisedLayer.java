package org.vae4j.layers;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.vae4j.update.TensorUpdater;

/**
 * The configuration of a layer with parameters: DL4J's methods that all of them answer alike.
 *
 * <p>A setting is a private field with a getter and no setter: DL4J's JSON writer calls the getter and its reader fills
 * the field, and nothing else changes a layer after its construction. The name of the getter is the key in saved
 * models.
 */
abstract class ParameterisedLayer extends FeedForwardLayer implements StateHolder {

    /** Makes an empty object, which DL4J's JSON reader fills. */
    ParameterisedLayer() {}

    ParameterisedLayer(FeedForwardLayer.Builder<?> builder) {
        super(builder);
        if (getActivationFn() != null) {
            throw new IllegalArgumentException("found activation(" + getActivationFn()
                    + "), expected none: use nonlinearity(…), or DL4J's ActivationLayer behind this one");
        }
        // Without this, DL4J would set its default, the sigmoid, which no layer here applies.
        setActivationFn(new ActivationIdentity());
    }

    /** Creates the layer that computes the passes. */
    abstract AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type);

    /** The settings by which two layers of one class are compared, beside those that DL4J compares. */
    abstract List<Object> settings();

    /**
     * Throws if a setting is missing or out of its range. A constructor calls it, and so does every network that is
     * made.
     */
    void requireSettings() {}

    /** Throws if the sizes are missing, or if something is set that would be ignored silently. */
    void requireUsable() {
        if (nIn <= 0 || nOut <= 0) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found nIn = " + nIn + ", nOut = "
                    + nOut + ", expected both > 0: set nIn or the network's input types");
        }
        if (getWeightNoise() != null) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found weight noise "
                    + getWeightNoise() + ", expected none: use a layer of DL4J's own for weight noise");
        }
    }

    @Override
    public final Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray paramsView,
            boolean initialize,
            DataType type) {
        requireUsable();
        Layer layer = implementation(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(paramsView);
        layer.setParamTable(initializer().init(conf, paramsView, initialize));
        layer.setConf(conf);
        return layer;
    }

    abstract ParamInitializer parameterInitializer();

    /** {@inheritDoc} DL4J asks it for the number of parameters first, so the settings are checked here. */
    @Override
    public final ParamInitializer initializer() {
        Layers.requireSettings(this, this::requireSettings);
        return parameterInitializer();
    }

    @Override
    public final LayerMemoryReport getMemoryReport(InputType inputType) {
        return Layers.memoryReport(this, inputType);
    }

    /** {@inheritDoc} A layer has no state unless it overrides this. */
    @Override
    public boolean isState(String parameter) {
        return false;
    }

    /** Gives state no updater, and tells an updater of whole tensors its tensor's name: see {@link TensorUpdater}. */
    @Override
    public final IUpdater getUpdaterByParam(String parameter) {
        if (isState(parameter)) {
            return new NoOp();
        }
        return TensorUpdater.of(super.getUpdaterByParam(parameter), getLayerName(), parameter);
    }

    @Override
    public final boolean equals(Object other) {
        return super.equals(other)
                && other instanceof ParameterisedLayer that
                && settings().equals(that.settings());
    }

    @Override
    protected final boolean canEqual(Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public final int hashCode() {
        return Objects.hash(super.hashCode(), settings());
    }
}
