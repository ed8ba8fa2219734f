package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
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

/** Tests {@link ColumnsVertex}, and {@link StopGradientVertex} in comparison with it. */
class ColumnsVertexTest extends LayerContract {

    private static final int WIDTH = 4;
    private static final int ROWS = 3;

    /**
     * A network in which two paths lead from layer "before" to the output: one through the vertex and layer "behind",
     * one through layer "skip".
     */
    private static ComputationGraph network(DataType type, PlainVertex vertex) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("before", Networks.dense(WIDTH, Nonlinearity.TANH), "x")
                .addVertex("vertex", vertex, "before")
                .addLayer("behind", Networks.dense(3, Nonlinearity.TANH), "vertex")
                .addLayer("skip", Networks.dense(3, Nonlinearity.TANH), "before")
                .addVertex("joined", new ConcatVertex(), "behind", "skip")
                .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "joined")
                .addLayer(
                        "out",
                        new VariationalOutputLayer(0, new GaussianLikelihood(1), ElboObjective.standard()),
                        "parameters")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(new Case("the middle", type -> network(type, new ColumnsVertex(1, 3))));
    }

    private static INDArray examples() {
        return Values.pixels(1, DataType.DOUBLE, ROWS, FEATURES);
    }

    @Test
    void outputHoldsTheColumns() {
        int from = 1;
        int to = 3;
        Map<String, INDArray> activations =
                network(DataType.DOUBLE, new ColumnsVertex(from, to)).feedForward(examples(), false);
        double[] all = Values.of(activations.get("before"));
        assertThat(Values.of(activations.get("vertex"))).isEqualTo(Arrays.copyOfRange(all, from * ROWS, to * ROWS));
    }

    @Test
    void rangesTellConfigurationsApart() {
        assertThat(new ColumnsVertex(1, 3)).isNotEqualTo(new ColumnsVertex(1, 2));
    }

    @Test
    void refusesColumnsThatTheInputLacks() {
        assertThatThrownBy(() -> network(DataType.DOUBLE, new ColumnsVertex(1, WIDTH + 1)))
                .hasMessageContaining("found an input of 4 columns, expected at least 5");
    }

    /** A vertex of all columns passes what a {@link StopGradientVertex} passes, and the gradient too. */
    private static ComputationGraph withoutStop(INDArray parameters) {
        ComputationGraph graph = network(DataType.DOUBLE, new ColumnsVertex(0, WIDTH));
        graph.setParams(parameters);
        return graph;
    }

    @Test
    void stopChangesTheGradientOnlyOfLayersBeforeIt() {
        ComputationGraph stopped = network(DataType.DOUBLE, new StopGradientVertex());
        ComputationGraph unstopped = withoutStop(stopped.params());
        CompiledGraph.of(stopped).gradient(examples());
        CompiledGraph.of(unstopped).gradient(examples());
        assertThat(gradient(stopped, "behind")).isEqualTo(gradient(unstopped, "behind"));
        assertThat(gradient(stopped, "before")).isNotEqualTo(gradient(unstopped, "before"));
    }

    /** With weights of zero, the layer behind the vertex passes no gradient back, so both paths are compared alike. */
    @Test
    void gradientBeforeAStopIsThatOfTheOtherPathAlone() {
        ComputationGraph stopped = network(DataType.DOUBLE, new StopGradientVertex());
        stopped.getLayer("behind").getParam("W").assign(0);
        ComputationGraph skipAlone = withoutStop(stopped.params());
        CompiledGraph.of(stopped).gradient(examples());
        CompiledGraph.of(skipAlone).gradient(examples());
        assertThat(gradient(stopped, "before")).isEqualTo(gradient(skipAlone, "before"));
    }

    private static double[] gradient(ComputationGraph graph, String layer) {
        return Values.of(graph.getLayer(layer).getGradientsViewArray().reshape(1, -1));
    }
}
