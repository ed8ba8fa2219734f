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
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class SumVertexTest extends LayerContract {

    /** A network with a sum of two inputs around layer "b" and one of three inputs around layer "c". */
    private static ComputationGraph network(DataType type) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("a", Networks.dense(6, Nonlinearity.TANH), "x")
                .addLayer("b", Networks.dense(6, Nonlinearity.TANH), "a")
                .addVertex("inner", new SumVertex(), "b", "a")
                .addLayer("c", Networks.dense(6, Nonlinearity.TANH), "inner")
                .addVertex("outer", new SumVertex(), "c", "inner", "a")
                .addLayer("d", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "outer")
                .addLayer("out", Networks.output(), "d")
                .setOutputs("out")
                .build());
        graph.init();
        graph.setParams(Values.normal(4, type, 1, Math.toIntExact(graph.numParams()), 0.4));
        return graph;
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(new Case("skips", SumVertexTest::network));
    }

    @Test
    void outputIsTheSumOfTheInputs() {
        ComputationGraph graph = network(DataType.DOUBLE);
        INDArray x = Values.normal(1, DataType.DOUBLE, 3, FEATURES, 1);
        var all = graph.feedForward(x, false);
        INDArray expected = all.get("c").add(all.get("inner")).add(all.get("a"));
        assertThat(Values.of(all.get("outer"))).isEqualTo(Values.of(expected));
    }

    @Test
    void refusesInputsOfDifferentSizes() {
        SumVertex sum = new SumVertex();
        assertThatThrownBy(() -> sum.getOutputType(0, InputType.feedForward(3), InputType.feedForward(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a sum of 3 and 4 features");
    }

    @Test
    void aCloneIsEqual() {
        assertThat(new SumVertex().clone()).isEqualTo(new SumVertex());
    }
}
