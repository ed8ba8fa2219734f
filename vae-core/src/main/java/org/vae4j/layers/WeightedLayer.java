package org.vae4j.layers;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/** The configuration of a layer whose parameters are weights and biases. */
abstract class WeightedLayer extends ParameterisedLayer {

    /** Makes an empty object, which DL4J's JSON reader fills. */
    WeightedLayer() {}

    WeightedLayer(FeedForwardLayer.Builder<?> builder) {
        super(builder);
    }

    /** How large the parameters are. */
    abstract WeightsAndBias.Sizes sizes();

    WeightsAndBias.Fan fan() {
        WeightsAndBias.Sizes sizes = sizes();
        return new WeightsAndBias.Fan(sizes.rows(), sizes.columns());
    }

    @Override
    public final ParamInitializer initializer() {
        return WeightsAndBias.INSTANCE;
    }
}
