package org.vae4j.testing;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.objective.ElboObjective;
import org.vae4j.train.FlushingAdam;

/** Small networks for tests. */
public final class Networks {

    private Networks() {}

    /**
     * A network of layers in a chain.
     *
     * @param type FLOAT or DOUBLE
     * @param features size of an example
     * @param layers from the input to the output
     * @return the initialised network, none of whose parameters is 0
     */
    public static ComputationGraph chain(DataType type, int features, Layer... layers) {
        ComputationGraphConfiguration.GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new FlushingAdam(new ExponentialSchedule(ScheduleType.EPOCH, 0.01, 0.9), 0.8, 0.98, 1e-7))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(features));
        String last = "x";
        for (int i = 0; i < layers.length; i++) {
            String name = "layer" + i;
            builder.addLayer(name, layers[i], last);
            last = name;
        }
        ComputationGraph graph = new ComputationGraph(builder.setOutputs(last).build());
        graph.init();
        if (graph.numParams() > 0) {
            graph.setParams(Values.normal(4, type, 1, Math.toIntExact(graph.numParams()), 0.4));
        }
        return graph;
    }

    /**
     * A fully connected layer.
     *
     * @param size number of outputs
     * @param f the nonlinearity
     * @return the configuration
     */
    public static DenseBlock dense(int size, Nonlinearity f) {
        return new DenseBlock.Builder().nOut(size).nonlinearity(f).build();
    }

    /**
     * An output layer without a bottleneck, with a Gaussian likelihood.
     *
     * @return the configuration
     */
    public static VariationalOutputLayer output() {
        return new VariationalOutputLayer(0, new GaussianLikelihood(0.7), ElboObjective.standard());
    }
}
