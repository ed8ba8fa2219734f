package org.vae4j.model.foreign;

import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.vae4j.layers.Operation;

/**
 * What can be said of a foreign layer without running it. DL4J's layers do not say these things of themselves.
 *
 * @param perExample whether each row that comes out depends on its own example alone, and on no generator that the
 *     examples share
 * @param slopeInEvaluation whether its backward pass is the derivative of what it computes in evaluation
 */
public record ForeignTraits(boolean perExample, boolean slopeInEvaluation) {

    private static final String DL4J = "org.deeplearning4j.nn.";

    /** The traits of a vertex without a layer: DL4J's own treat each example by itself, others may not. */
    public static ForeignTraits ofVertex(Class<?> type) {
        return new ForeignTraits(isKnown(type), true);
    }

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
     * With the moments of the batch in training; its backward pass is that of training whatever the forward pass was.
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
