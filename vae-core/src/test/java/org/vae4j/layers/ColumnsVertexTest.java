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
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

/** Columns, and the stop of a gradient. */
class ColumnsVertexTest extends LayerContract {

    private static ComputationGraph graph(DataType type, PlainVertex between) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("a", Networks.dense(4, Nonlinearity.TANH), "x")
                .addVertex("between", between, "a")
                .addLayer("b", Networks.dense(3, Nonlinearity.TANH), "between")
                .addLayer("skip", Networks.dense(3, Nonlinearity.TANH), "a")
                .addVertex("joined", new ConcatVertex(), "b", "skip")
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
        return Stream.of(new Case("the middle", type -> graph(type, new ColumnsVertex(1, 3))));
    }

    @Test
    void takesTheColumns() {
        ComputationGraph graph = graph(DataType.DOUBLE, new ColumnsVertex(1, 3));
        INDArray x = Values.pixels(1, DataType.DOUBLE, 3, FEATURES);
        var activations = graph.feedForward(x, false);
        double[] all = Values.of(activations.get("a"));
        double[] some = Values.of(activations.get("between"));
        assertThat(some).isEqualTo(Arrays.copyOfRange(all, 3, 9));
        assertThat(new ColumnsVertex(1, 3)).isNotEqualTo(new ColumnsVertex(1, 2));
        assertThatThrownBy(() -> graph(DataType.DOUBLE, new ColumnsVertex(1, 5)))
                .hasMessageContaining("found an input of 4 columns, expected at least 5");
    }

    /** The gradient of what lies before the stop is that by way of the skip alone. */
    @Test
    void nothingComesBackThroughAStop() {
        INDArray x = Values.pixels(1, DataType.DOUBLE, 3, FEATURES);
        ComputationGraph stopped = graph(DataType.DOUBLE, new StopGradientVertex());
        ComputationGraph whole = graph(DataType.DOUBLE, new ColumnsVertex(0, 4));
        whole.setParams(stopped.params());
        CompiledGraph.of(stopped).gradient(x);
        CompiledGraph.of(whole).gradient(x);
        assertThat(gradient(stopped, "b")).isEqualTo(gradient(whole, "b"));
        assertThat(gradient(stopped, "a")).isNotEqualTo(gradient(whole, "a"));
        whole.getLayer("b").getParam("W").assign(0);
        CompiledGraph.of(whole).gradient(x);
        double[] viaSkip = gradient(whole, "a");
        stopped.setParams(whole.params());
        CompiledGraph.of(stopped).gradient(x);
        assertThat(gradient(stopped, "a")).isEqualTo(viaSkip);
    }

    private static double[] gradient(ComputationGraph graph, String layer) {
        return Values.of(graph.getLayer(layer).getGradientsViewArray().reshape(1, -1));
    }
}
