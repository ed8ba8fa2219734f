package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class ClampVertexTest extends LayerContract {

    private static ComputationGraph graph(DataType type, ClampVertex clamp) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("a", Networks.dense(4, Nonlinearity.IDENTITY), "x")
                .addVertex("clamped", clamp, "a")
                .addLayer("b", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "clamped")
                .addLayer(
                        "out", new VariationalOutputLayer(0, new GaussianLikelihood(1), ElboObjective.standard()), "b")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(new Case("the last two", type -> graph(type, new ClampVertex(2, 4, -0.2, 0.3))));
    }

    @Test
    void keepsItsColumnsBetweenTheBounds() {
        ComputationGraph graph = graph(DataType.DOUBLE, new ClampVertex(1, 3, -1, 1.5));
        INDArray x = Values.normal(1, DataType.DOUBLE, 6, FEATURES, 2);
        var activations = graph.feedForward(x, false);
        double[] before = Values.of(activations.get("a"));
        double[] after = Values.of(activations.get("clamped"));
        int outside = 0;
        for (int i = 0; i < before.length; i++) {
            boolean bounded = i / 6 == 1 || i / 6 == 2;
            double expected = bounded ? Math.min(Math.max(before[i], -1), 1.5) : before[i];
            outside += expected == before[i] ? 0 : 1;
            assertThat(after[i]).isEqualTo(expected);
        }
        assertThat(outside).isBetween(1, 11);
        assertThatThrownBy(() -> new ClampVertex(0, 2, 1, 1)).hasMessageContaining("expected rising bounds");
        assertThatThrownBy(() -> graph(DataType.DOUBLE, new ClampVertex(3, 5, 0, 1)))
                .hasMessageContaining("found an input of 4 columns");
    }
}
