package org.vae4j.layers;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
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
 * The configuration of a layer with parameters: what DL4J asks of each in the same words.
 *
 * <p>A setting is a private field with a getter and no setter: DL4J's JSON writes the one and fills the other, and
 * nobody else changes a layer that is made. The name of the getter is the key in saved models.
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
        // Else DL4J would set its own default, the sigmoid, which nothing here applies.
        setActivationFn(new ActivationIdentity());
    }

    /** The layer's arithmetic. */
    abstract AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type);

    /** What two layers of one class can differ in, beside what DL4J compares. */
    abstract List<Object> settings();

    /** Throws where something is missing, or would be ignored in silence. */
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

    @Override
    public final LayerMemoryReport getMemoryReport(InputType inputType) {
        return Layers.memoryReport(this, inputType);
    }

    /** Nothing unless overridden. */
    @Override
    public boolean isState(String parameter) {
        return false;
    }

    /** An updater that looks at a tensor as a whole gets to know which one it is for: see {@link TensorUpdater}. */
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
