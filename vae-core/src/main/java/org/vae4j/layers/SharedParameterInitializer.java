package org.vae4j.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The one parameter b of a {@link SharedParameterLayer}. */
final class SharedParameterInitializer implements ParamInitializer {

    static final SharedParameterInitializer INSTANCE = new SharedParameterInitializer();
    static final String BIAS = DefaultParamInitializer.BIAS_KEY;

    private SharedParameterInitializer() {}

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return ((SharedParameterLayer) layer).getNOut();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return List.of(BIAS);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of(BIAS);
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return false;
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return BIAS.equals(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray view, boolean initialize) {
        INDArray bias = view.reshape(view.length());
        if (initialize) {
            bias.assign(((SharedParameterLayer) conf.getLayer()).getBiasInit());
        }
        conf.addVariable(BIAS);
        return byName(bias);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray view) {
        return byName(view.reshape(view.length()));
    }

    private static Map<String, INDArray> byName(INDArray bias) {
        Map<String, INDArray> table = new LinkedHashMap<>();
        table.put(BIAS, bias);
        return table;
    }
}
