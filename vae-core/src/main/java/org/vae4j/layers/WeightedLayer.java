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

    /** The sizes of the parameters. */
    abstract WeightsAndBias.Sizes sizes();

    /**
     * Initialises the state that the layer updates by itself. Called only if {@link #sizes} has state.
     *
     * @param weights the initial weights
     * @param state overwritten with the initial state
     */
    void initialiseState(INDArray weights, INDArray state) {}

    /** The fan by which weights are drawn. */
    WeightsAndBias.Fan fan() {
        WeightsAndBias.Sizes sizes = sizes();
        return new WeightsAndBias.Fan(sizes.rows(), sizes.columns());
    }

    @Override
    final ParamInitializer parameterInitializer() {
        return WeightsAndBias.INSTANCE;
    }
}
