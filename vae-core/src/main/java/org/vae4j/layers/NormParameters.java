package org.vae4j.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The layout of a normalisation's parameters in one vector, under DL4J's names: scale γ, shift β, and the running mean
 * and variance if there are any. They are neither weights nor biases to DL4J, so no weight decay applies to them.
 */
final class NormParameters implements ParamInitializer {

    static final NormParameters INSTANCE = new NormParameters();
    static final String SCALE = "gamma";
    static final String SHIFT = "beta";
    static final String MEAN = "mean";
    static final String VARIANCE = "var";

    private NormParameters() {}

    private static boolean startsAtOne(String key) {
        return key.equals(SCALE) || key.equals(VARIANCE);
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return paramKeys(layer).size() * ((NormBlock) layer).groups();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return ((NormBlock) layer).parameters();
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return false;
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return false;
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initialize) {
        Map<String, INDArray> parameters = getGradientsFromFlattened(conf, paramsView);
        parameters.keySet().forEach(conf::addVariable);
        if (initialize) {
            parameters.forEach((key, values) -> values.assign(startsAtOne(key) ? 1 : 0));
        }
        return parameters;
    }

    /** The parts of a vector of parameters or of gradients, as views, by their keys. */
    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray view) {
        long groups = ((NormBlock) conf.getLayer()).groups();
        INDArray vector = view.reshape(view.length());
        Map<String, INDArray> parts = new LinkedHashMap<>();
        long from = 0;
        for (String key : paramKeys(conf.getLayer())) {
            INDArray part = vector.get(NDArrayIndex.interval(from, from + groups));
            parts.put(key, part.reshape('f', 1, groups));
            from += groups;
        }
        return parts;
    }
}
