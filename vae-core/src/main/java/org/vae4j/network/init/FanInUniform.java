package org.vae4j.network.init;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.math.Streams;

/**
 * Weights and biases uniform in ±1/√n for a layer of n inputs: what PyTorch's linear layers begin with. In contrast to
 * Glorot's rule the number of outputs does not count, and biases are drawn as well.
 */
public final class FanInUniform {

    private FanInUniform() {}

    /**
     * Draws every layer's parameters anew; each layer has a stream of its own.
     *
     * @param graph the network
     * @param seed the run's seed
     */
    public static void draw(ComputationGraph graph, long seed) {
        long stream = Streams.derive(seed, "init");
        for (Layer layer : graph.getLayers()) {
            INDArray weights = layer.paramTable().get("W");
            // Rows of parameters have no inputs: they begin as their owner says.
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
