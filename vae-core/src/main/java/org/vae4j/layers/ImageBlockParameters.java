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

/** W {@code [patch size, kernels]}, then b, one a channel that comes out; drawn as DL4J draws its convolutions' weights. */
final class ImageBlockParameters implements ParamInitializer {

    static final ImageBlockParameters INSTANCE = new ImageBlockParameters();
    private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
    private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

    private ImageBlockParameters() {}

    private static long weightCount(ImageBlock conf) {
        return (long) conf.grid().patchSize() * conf.kernels();
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        ImageBlock conf = (ImageBlock) layer;
        conf.requireUsable();
        return weightCount(conf) + conf.getChannels();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return List.of(WEIGHTS, BIAS);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of(WEIGHTS);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of(BIAS);
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
        ImageBlock layer = (ImageBlock) conf.getLayer();
        Map<String, INDArray> parameters = carve(layer, paramsView);
        parameters.keySet().forEach(conf::addVariable);
        if (initialize) {
            int size = layer.getFilter().size();
            int stride = layer.getFilter().stride();
            double fanIn = (double) layer.getImage().channels() * size * size;
            double fanOut = (double) layer.getChannels() * size * size / (stride * stride);
            long[] shape = {layer.grid().patchSize(), layer.kernels()};
            INDArray weights =
                    paramsView.reshape(paramsView.length()).get(NDArrayIndex.interval(0, weightCount(layer)));
            layer.getWeightInitFn().init(fanIn, fanOut, shape, 'f', weights);
            parameters.get(BIAS).assign(layer.getBiasInit());
        }
        return parameters;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return carve((ImageBlock) conf.getLayer(), gradientView);
    }

    private static Map<String, INDArray> carve(ImageBlock conf, INDArray view) {
        INDArray flat = view.reshape(view.length());
        long weights = weightCount(conf);
        Map<String, INDArray> parts = new LinkedHashMap<>();
        parts.put(
                WEIGHTS,
                flat.get(NDArrayIndex.interval(0, weights))
                        .reshape('f', conf.grid().patchSize(), conf.kernels()));
        parts.put(
                BIAS,
                flat.get(NDArrayIndex.interval(weights, weights + conf.getChannels()))
                        .reshape('f', 1, conf.getChannels()));
        return parts;
    }
}
