package org.vae4j.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Parameters of a head that emits [μ | log σ²]: W {@code [nIn, 2·nOut]} and b {@code [2·nOut]}, W first. */
final class PosteriorHeadInitializer extends DefaultParamInitializer {

    static final PosteriorHeadInitializer INSTANCE = new PosteriorHeadInitializer();

    private PosteriorHeadInitializer() {}

    @Override
    public long numParams(Layer layer) {
        return weights(layer) + columns(layer);
    }

    private static long columns(Layer layer) {
        return 2 * ((FeedForwardLayer) layer).getNOut();
    }

    private static long weights(Layer layer) {
        return ((FeedForwardLayer) layer).getNIn() * columns(layer);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initialize) {
        FeedForwardLayer layer = (FeedForwardLayer) conf.getLayer();
        INDArray flat = paramsView.reshape(paramsView.length());
        long split = weights(layer);
        Map<String, INDArray> table = new LinkedHashMap<>();
        table.put(
                WEIGHT_KEY,
                createWeightMatrix(
                        layer.getNIn(),
                        columns(layer),
                        initialize ? layer.getWeightInitFn() : null,
                        flat.get(NDArrayIndex.interval(0, split)),
                        initialize));
        table.put(
                BIAS_KEY,
                createBias(
                        columns(layer),
                        layer.getBiasInit(),
                        flat.get(NDArrayIndex.interval(split, flat.length())),
                        initialize));
        table.keySet().forEach(conf::addVariable);
        return table;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        FeedForwardLayer layer = (FeedForwardLayer) conf.getLayer();
        INDArray flat = gradientView.reshape(gradientView.length());
        long split = weights(layer);
        Map<String, INDArray> table = new LinkedHashMap<>();
        table.put(WEIGHT_KEY, flat.get(NDArrayIndex.interval(0, split)).reshape('f', layer.getNIn(), columns(layer)));
        table.put(BIAS_KEY, flat.get(NDArrayIndex.interval(split, flat.length())));
        return table;
    }
}
