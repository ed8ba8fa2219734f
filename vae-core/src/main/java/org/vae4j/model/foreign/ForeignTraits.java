package org.vae4j.model.foreign;

import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.vae4j.layers.Operation;

/**
 * Properties of a foreign layer that follow from its configuration. DL4J's layers do not declare them.
 *
 * @param perExample whether each row of the output depends on its own example alone, and on no random generator that
 *     the examples share
 * @param slopeInEvaluation whether the backward pass is the derivative of the forward pass in evaluation mode
 */
public record ForeignTraits(boolean perExample, boolean slopeInEvaluation) {

    private static final String DL4J = "org.deeplearning4j.nn.";

    /** The traits of a vertex without a layer: DL4J's own compute each example alone, others may not. */
    public static ForeignTraits ofVertex(Class<?> type) {
        return new ForeignTraits(isKnown(type), true);
    }

    /** The traits of a layer. */
    public static ForeignTraits of(org.deeplearning4j.nn.api.Layer layer) {
        Layer conf = layer.conf().getLayer();
        boolean alone = layer instanceof Operation operation ? operation.perExample() : isKnown(conf.getClass());
        return new ForeignTraits(
                alone && !looksAtBatch(conf) && !drawsNoise(conf), !looksAtBatch(conf) && !drops(conf));
    }

    private static boolean isKnown(Class<?> type) {
        return type.getName().startsWith(DL4J) || type.getName().startsWith("org.vae4j.layers.");
    }

    /**
     * Whether a layer uses the moments of the batch in training. The backward pass of DL4J's batch normalisation is
     * that of training, whatever the mode of the forward pass.
     */
    private static boolean looksAtBatch(Layer conf) {
        return inner(conf) instanceof BatchNormalization;
    }

    private static boolean drops(Layer conf) {
        return conf.getIDropout() != null || inner(conf).getIDropout() != null;
    }

    private static boolean drawsNoise(Layer conf) {
        boolean noisy = inner(conf) instanceof BaseLayer base
                && (base.getWeightNoise() != null || base.getActivationFn() instanceof ActivationRReLU);
        return noisy || drops(conf);
    }

    private static Layer inner(Layer conf) {
        if (conf instanceof BaseWrapperLayer wrapper) {
            return inner(wrapper.getUnderlying());
        }
        return conf instanceof Bidirectional both ? inner(both.getFwd()) : conf;
    }
}
