package org.vae4j.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What DL4J asks of every layer in the same words. */
final class Layers {

    private Layers() {}

    static void requireSizes(FeedForwardLayer conf) {
        if (conf.getNIn() <= 0 || conf.getNOut() <= 0) {
            throw new IllegalArgumentException("layer \"" + conf.getLayerName() + "\": found nIn = " + conf.getNIn()
                    + ", nOut = " + conf.getNOut() + ", expected both > 0: set nIn or the network's input types");
        }
    }

    /** Refuses what would otherwise be ignored in silence. */
    static void rejectWeightNoise(FeedForwardLayer conf) {
        if (conf.getWeightNoise() != null) {
            throw new IllegalArgumentException("layer \"" + conf.getLayerName() + "\": found weight noise "
                    + conf.getWeightNoise() + ", expected none: use a layer of DL4J's own for weight noise");
        }
    }

    static void requireColumns(FeedForwardLayer conf, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException("layer \"" + conf.getLayerName() + "\": found an input of " + found
                    + " columns, expected " + expected);
        }
    }

    static Layer withParameters(
            Layer layer,
            org.deeplearning4j.nn.conf.layers.Layer conf,
            NeuralNetConfiguration netConf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray paramsView,
            boolean initialize) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(paramsView);
        layer.setParamTable(conf.initializer().init(netConf, paramsView, initialize));
        layer.setConf(netConf);
        return layer;
    }

    static Layer withoutParameters(
            Layer layer, NeuralNetConfiguration netConf, Collection<TrainingListener> listeners, int index) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setConf(netConf);
        return layer;
    }

    static LayerMemoryReport memoryReport(org.deeplearning4j.nn.conf.layers.Layer conf, InputType inputType) {
        InputType outputType = conf.getOutputType(-1, inputType);
        long parameters = conf.initializer().numParams(conf);
        long state = conf instanceof FeedForwardLayer f && f.getIUpdater() != null
                ? f.getIUpdater().stateSize(parameters)
                : 0;
        return new LayerMemoryReport.Builder(conf.getLayerName(), conf.getClass(), inputType, outputType)
                .standardMemory(parameters, state)
                .workingMemory(0, 0, 0, outputType.arrayElementsPerExample())
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    /** The number of features of a feed-forward input type. */
    static int features(String layer, InputType type) {
        if (type instanceof InputType.InputTypeFeedForward f) {
            return Math.toIntExact(f.getSize());
        }
        if (type instanceof InputType.InputTypeConvolutionalFlat f) {
            return Math.toIntExact(f.getFlattenedSize());
        }
        throw new IllegalArgumentException("layer \"" + layer + "\": found input type " + type
                + ", expected feed-forward: flatten it by a preprocessor");
    }
}
