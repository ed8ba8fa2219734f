package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class ConcatVertexTest extends LayerContract {

    /** Parts of different widths, one of which two vertices use. */
    private static ComputationGraph joined(DataType type) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("a", Networks.dense(4, Nonlinearity.TANH), "x")
                .addLayer("b", Networks.dense(2, Nonlinearity.SIGMOID), "a")
                .addVertex("joined", new ConcatVertex(), "b", "a", "x")
                .addLayer("c", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "joined")
                .addLayer(
                        "out", new VariationalOutputLayer(0, new GaussianLikelihood(1), ElboObjective.standard()), "c")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(new Case("three parts", ConcatVertexTest::joined));
    }

    @Test
    void outputHoldsTheColumnsOfTheInputsInTheirOrder() {
        ComputationGraph graph = joined(DataType.FLOAT);
        INDArray x = Values.pixels(1, DataType.FLOAT, 3, FEATURES);
        var activations = graph.feedForward(x, false);
        double[] joined = Values.of(activations.get("joined"));
        double[] parts = Stream.of("b", "a", "x")
                .flatMapToDouble(name -> java.util.Arrays.stream(Values.of(activations.get(name))))
                .toArray();
        assertThat(joined).isEqualTo(parts);
    }

    @Test
    void aCloneIsEqual() {
        assertThat(new ConcatVertex().clone()).isEqualTo(new ConcatVertex()).hasSameHashCodeAs(new ConcatVertex());
    }
}
