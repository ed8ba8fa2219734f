package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class ClampVertexTest extends LayerContract {

    private static final int WIDTH = 4;

    private static ComputationGraph network(DataType type, ClampVertex clamp) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("before", Networks.dense(WIDTH, Nonlinearity.IDENTITY), "x")
                .addVertex("clamped", clamp, "before")
                .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "clamped")
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
        return Stream.of(new Case("the last two", type -> network(type, new ClampVertex(2, WIDTH, -0.2, 0.3))));
    }

    @Test
    void clampsItsColumnsAndNoOthers() {
        ClampVertex clamp = new ClampVertex(1, 3, -1, 1.5);
        INDArray x = Values.normal(1, DataType.DOUBLE, 6, FEATURES, 2);
        Map<String, INDArray> activations = network(DataType.DOUBLE, clamp).feedForward(x, false);
        INDArray before = activations.get("before");
        INDArray after = activations.get("clamped");
        int changed = 0;
        int unchanged = 0;
        for (int r = 0; r < before.rows(); r++) {
            for (int j = 0; j < WIDTH; j++) {
                double value = before.getDouble(r, j);
                boolean isClamped = j == 1 || j == 2;
                double expected = isClamped ? Math.min(Math.max(value, -1), 1.5) : value;
                assertThat(after.getDouble(r, j)).as("y(%d, %d)", r, j).isEqualTo(expected);
                changed += isClamped && expected != value ? 1 : 0;
                unchanged += isClamped && expected == value ? 1 : 0;
            }
        }
        assertThat(changed).as("values beyond the bounds").isPositive();
        assertThat(unchanged).as("values between the bounds").isPositive();
    }

    @Test
    void refusesEqualBounds() {
        assertThatThrownBy(() -> new ClampVertex(0, 2, 1, 1)).hasMessageContaining("expected rising bounds");
    }

    @Test
    void refusesColumnsThatTheInputLacks() {
        assertThatThrownBy(() -> network(DataType.DOUBLE, new ClampVertex(3, WIDTH + 1, 0, 1)))
                .hasMessageContaining("found an input of 4 columns");
    }
}
