package org.vae4j.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** U, then b if there is one, in the order of DL4J's own parameter vectors. */
final class TiedLinearParameters implements ParamInitializer {

    static final TiedLinearParameters INSTANCE = new TiedLinearParameters();
    static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
    static final String BIAS = DefaultParamInitializer.BIAS_KEY;

    private TiedLinearParameters() {}

    private static long weightCount(TiedLinearLayer conf) {
        return conf.getNIn() * conf.getLatent();
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        TiedLinearLayer conf = (TiedLinearLayer) layer;
        return weightCount(conf) + (conf.isBias() ? conf.getNIn() : 0);
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return ((TiedLinearLayer) layer).isBias() ? List.of(WEIGHTS, BIAS) : List.of(WEIGHTS);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of(WEIGHTS);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return ((TiedLinearLayer) layer).isBias() ? List.of(BIAS) : List.of();
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
        TiedLinearLayer layer = (TiedLinearLayer) conf.getLayer();
        Map<String, INDArray> parameters = carve(layer, paramsView);
        parameters.keySet().forEach(conf::addVariable);
        if (initialize) {
            long d = layer.getNIn();
            long p = layer.getLatent();
            INDArray flat = paramsView.reshape(paramsView.length()).get(NDArrayIndex.interval(0, d * p));
            layer.getWeightInitFn().init(d, p, new long[] {d, p}, 'f', flat);
            if (layer.isBias()) {
                parameters.get(BIAS).assign(layer.getBiasInit());
            }
        }
        return parameters;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return carve((TiedLinearLayer) conf.getLayer(), gradientView);
    }

    private static Map<String, INDArray> carve(TiedLinearLayer conf, INDArray view) {
        INDArray flat = view.reshape(view.length());
        long weights = weightCount(conf);
        Map<String, INDArray> parts = new LinkedHashMap<>();
        parts.put(WEIGHTS, flat.get(NDArrayIndex.interval(0, weights)).reshape('f', conf.getNIn(), conf.getLatent()));
        if (conf.isBias()) {
            parts.put(
                    BIAS,
                    flat.get(NDArrayIndex.interval(weights, weights + conf.getNIn()))
                            .reshape('f', 1, conf.getNIn()));
        }
        return parts;
    }
}
