package org.vae4j.layers;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The configuration of a layer whose parameters are weights and biases. */
abstract class WeightedLayer extends ParameterisedLayer {

    /** Makes an empty object, which DL4J's JSON reader fills. */
    WeightedLayer() {}

    WeightedLayer(FeedForwardLayer.Builder<?> builder) {
        super(builder);
    }

    /** How large the parameters are. */
    abstract WeightsAndBias.Sizes sizes();

    /**
     * Begins what the layer moves by itself.
     *
     * @param weights as they were drawn
     * @param state overwritten
     */
    void initialiseState(INDArray weights, INDArray state) {}

    WeightsAndBias.Fan fan() {
        WeightsAndBias.Sizes sizes = sizes();
        return new WeightsAndBias.Fan(sizes.rows(), sizes.columns());
    }

    @Override
    public final ParamInitializer initializer() {
        return WeightsAndBias.INSTANCE;
    }
}
