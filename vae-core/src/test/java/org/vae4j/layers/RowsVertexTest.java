package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
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

/**
 * Rows that are appended to a batch and parted from it again; what becomes of the appended ones is the VampPrior's
 * test.
 */
class RowsVertexTest extends LayerContract {

    private static ComputationGraph graph(DataType type, int last) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("a", Networks.dense(4, Nonlinearity.TANH), "x")
                .addLayer(
                        "more", new ParameterRowsLayer.Builder().rows(3).nOut(4).build(), "x")
                .addVertex("all", new AppendRowsVertex(), "a", "more")
                .addLayer("b", Networks.dense(3, Nonlinearity.TANH), "all")
                .addVertex("before", new RowsVertex(RowsVertex.Part.BEFORE, last), "b")
                .addLayer("c", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "before")
                .addLayer("out", Networks.output(), "c")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(new Case("appended and parted", type -> graph(type, 3)));
    }

    @Test
    void appendsAndParts() {
        ComputationGraph graph = graph(DataType.DOUBLE, 3);
        INDArray x = Values.pixels(1, DataType.DOUBLE, 2, FEATURES);
        var activations = graph.feedForward(x, false);
        double[] a = Values.of(activations.get("a"));
        double[] more = Values.of(graph.getLayer("more").getParam("W"));
        double[] all = Values.of(activations.get("all"));
        for (int j = 0; j < 4; j++) {
            assertThat(Arrays.copyOfRange(all, 5 * j, 5 * j + 2)).isEqualTo(Arrays.copyOfRange(a, 2 * j, 2 * j + 2));
            assertThat(Arrays.copyOfRange(all, 5 * j + 2, 5 * j + 5))
                    .isEqualTo(Arrays.copyOfRange(more, 3 * j, 3 * j + 3));
        }
        double[] b = Values.of(activations.get("b"));
        double[] before = Values.of(activations.get("before"));
        for (int j = 0; j < 3; j++) {
            assertThat(Arrays.copyOfRange(before, 2 * j, 2 * j + 2)).isEqualTo(Arrays.copyOfRange(b, 5 * j, 5 * j + 2));
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new RowsVertex(RowsVertex.Part.LAST, 0)).hasMessageContaining("last = 0");
        assertThat(new RowsVertex(RowsVertex.Part.LAST, 2)).isNotEqualTo(new RowsVertex(RowsVertex.Part.BEFORE, 2));
        INDArray x = Values.pixels(1, DataType.DOUBLE, 2, FEATURES);
        assertThatThrownBy(() -> graph(DataType.DOUBLE, 7).feedForward(x, false))
                .hasMessageContaining("found 5 rows, expected more than the last 7");
        assertThatThrownBy(() ->
                        new AppendRowsVertex().getOutputType(0, InputType.feedForward(3), InputType.feedForward(4)))
                .hasMessageContaining("found rows of 3 and of 4 columns");
    }
}
