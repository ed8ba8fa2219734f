package org.vae4j.layers;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The configuration of a layer without parameters. {@link ParameterisedLayer} says how settings are stored. */
abstract class ParameterlessLayer extends NoParamLayer {

    ParameterlessLayer() {}

    /** Creates the layer that computes the passes. */
    abstract AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type);

    /** The settings by which two layers of one class are compared, beside those that DL4J compares. */
    abstract List<Object> settings();

    /**
     * Throws if a setting is missing or out of its range. A constructor calls it, and so does every network that is
     * made.
     */
    void requireSettings() {}

    @Override
    public final Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray paramsView,
            boolean initialize,
            DataType type) {
        Layers.requireSettings(this, this::requireSettings);
        Layer layer = implementation(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setConf(conf);
        return layer;
    }

    /** Returns null, no preprocessor: every layer here takes images as rows. */
    @Override
    public final InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public final LayerMemoryReport getMemoryReport(InputType inputType) {
        return Layers.memoryReport(this, inputType);
    }

    @Override
    public final boolean equals(Object other) {
        return super.equals(other)
                && other instanceof ParameterlessLayer that
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
