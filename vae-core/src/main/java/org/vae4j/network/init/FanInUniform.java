package org.vae4j.network.init;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.math.Streams;

/**
 * Redraws all weights and biases of a network uniformly in ±1/√n for a layer of n inputs, as PyTorch initialises linear
 * layers. In contrast to Glorot's rule, the number of outputs does not matter, and biases are drawn as well.
 */
public final class FanInUniform {

    private FanInUniform() {}

    /**
     * Redraws the parameters of every layer with weights and biases, each from its own stream.
     *
     * @param graph the network, whose parameters are overwritten
     * @param seed the run's seed
     */
    public static void draw(ComputationGraph graph, long seed) {
        long stream = Streams.derive(seed, "init");
        for (Layer layer : graph.getLayers()) {
            INDArray weights = layer.paramTable().get("W");
            // Layers without biases hold rows of parameters, which have no inputs and keep their initial values.
            if (weights != null && layer.paramTable().get("b") != null) {
                UniformRandomProvider random =
                        RandomSource.XO_SHI_RO_256_PP.create(Streams.at(stream, layer.getIndex()));
                double limit = 1 / Math.sqrt(weights.size(0));
                fill(weights, limit, random);
                fill(layer.paramTable().get("b"), limit, random);
            }
        }
    }

    private static void fill(INDArray parameters, double limit, UniformRandomProvider random) {
        for (long i = 0; i < parameters.length(); i++) {
            parameters.putScalar(i, limit * (2 * random.nextDouble() - 1));
        }
    }
}
