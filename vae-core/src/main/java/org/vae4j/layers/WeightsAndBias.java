package org.vae4j.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The layout of a layer's parameters in one vector, the same as in DL4J's own layers: W in column order, then b, then
 * the state u that the layer moves by itself. A part without values is not a parameter.
 */
final class WeightsAndBias implements ParamInitializer {

    static final WeightsAndBias INSTANCE = new WeightsAndBias();
    static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
    static final String BIAS = DefaultParamInitializer.BIAS_KEY;
    static final String STATE = "u";

    /**
     * The sizes of a layer's parameters.
     *
     * @param rows rows of W
     * @param columns columns of W
     * @param biases number of biases
     * @param state number of values of the state
     */
    record Sizes(long rows, long columns, long biases, long state) {

        /** The sizes of a layer without state. */
        Sizes(long rows, long columns, long biases) {
            this(rows, columns, biases, 0);
        }

        long weights() {
            return rows * columns;
        }
    }

    /**
     * The fan by which weight initialisations scale their draws.
     *
     * @param in number of inputs that an output is summed from
     * @param out number of outputs that an input contributes to
     */
    record Fan(double in, double out) {}

    private WeightsAndBias() {}

    private static Sizes sizes(Layer layer) {
        return ((WeightedLayer) layer).sizes();
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        Sizes sizes = sizes(layer);
        return sizes.weights() + sizes.biases() + sizes.state();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        List<String> keys = new ArrayList<>(weightKeys(layer));
        keys.addAll(biasKeys(layer));
        if (sizes(layer).state() > 0) {
            keys.add(STATE);
        }
        return keys;
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return sizes(layer).weights() > 0 ? List.of(WEIGHTS) : List.of();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return sizes(layer).biases() > 0 ? List.of(BIAS) : List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return WEIGHTS.equals(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return BIAS.equals(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initialize) {
        WeightedLayer layer = (WeightedLayer) conf.getLayer();
        Map<String, INDArray> parameters = getGradientsFromFlattened(conf, paramsView);
        parameters.keySet().forEach(conf::addVariable);
        if (initialize) {
            initialise(layer, paramsView, parameters);
        }
        return parameters;
    }

    private void initialise(WeightedLayer layer, INDArray paramsView, Map<String, INDArray> parameters) {
        Sizes sizes = layer.sizes();
        if (sizes.weights() > 0) {
            long[] shape = {sizes.rows(), sizes.columns()};
            Fan fan = layer.fan();
            layer.getWeightInitFn().init(fan.in(), fan.out(), shape, 'f', weightVector(paramsView, sizes));
        }
        if (sizes.biases() > 0) {
            initialiseBiases(layer, parameters.get(BIAS));
        }
        if (sizes.state() > 0) {
            layer.initialiseState(parameters.get(WEIGHTS), parameters.get(STATE));
        }
    }

    private static void initialiseBiases(WeightedLayer layer, INDArray biases) {
        if (layer.getWeightInitFn() instanceof BiasInit rule) {
            double[] values = rule.biases(layer.fan().in(), Math.toIntExact(biases.length()));
            biases.assign(Nd4j.createFromArray(values).castTo(biases.dataType()).reshape(1, -1));
        } else {
            biases.assign(layer.getBiasInit());
        }
    }

    /** The parts of a vector of parameters or of gradients, as views, by their keys. */
    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray view) {
        Sizes sizes = sizes(conf.getLayer());
        Map<String, INDArray> parts = new LinkedHashMap<>();
        if (sizes.weights() > 0) {
            parts.put(WEIGHTS, weightVector(view, sizes).reshape('f', sizes.rows(), sizes.columns()));
        }
        if (sizes.biases() > 0) {
            INDArray biases = part(view, sizes.weights(), sizes.weights() + sizes.biases());
            parts.put(BIAS, biases.reshape('f', 1, sizes.biases()));
        }
        if (sizes.state() > 0) {
            long from = sizes.weights() + sizes.biases();
            parts.put(STATE, part(view, from, from + sizes.state()).reshape('f', 1, sizes.state()));
        }
        return parts;
    }

    private static INDArray weightVector(INDArray view, Sizes sizes) {
        return part(view, 0, sizes.weights());
    }

    private static INDArray part(INDArray view, long from, long to) {
        return view.reshape(view.length()).get(NDArrayIndex.interval(from, to));
    }
}
