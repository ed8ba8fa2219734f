package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

class PrecisionMergeVertexTest extends LayerContract {

    private static ComputationGraph network(DataType type, int second) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("hidden", Networks.dense(5, Nonlinearity.TANH), "x")
                .addLayer("a", Networks.dense(4, Nonlinearity.IDENTITY), "hidden")
                .addLayer("b", Networks.dense(second, Nonlinearity.IDENTITY), "x")
                .addVertex("merged", new PrecisionMergeVertex(), "a", "b")
                .addLayer("d", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "merged")
                .addLayer("out", Networks.output(), "d")
                .setOutputs("out")
                .build());
        graph.init();
        graph.setParams(Values.normal(4, type, 1, Math.toIntExact(graph.numParams()), 0.8));
        return graph;
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(new Case("merge", type -> network(type, 4)));
    }

    /** Equations 11 and 12 as they stand, with variances. */
    @Test
    void precisionsAddUpAndWeighTheMeans() {
        ComputationGraph graph = network(DataType.DOUBLE, 4);
        INDArray x = Values.normal(1, DataType.DOUBLE, 3, FEATURES, 1);
        var all = graph.feedForward(x, false);
        for (int r = 0; r < 3; r++) {
            for (int j = 0; j < 2; j++) {
                double precision = Math.exp(-all.get("a").getDouble(r, 2 + j));
                double other = Math.exp(-all.get("b").getDouble(r, 2 + j));
                double variance = 1 / (precision + other);
                double mean =
                        (all.get("a").getDouble(r, j) * precision + all.get("b").getDouble(r, j) * other) * variance;
                assertThat(all.get("merged").getDouble(r, j)).isCloseTo(mean, within(1e-14));
                assertThat(all.get("merged").getDouble(r, 2 + j)).isCloseTo(Math.log(variance), within(1e-14));
            }
        }
    }

    /** One that knows nothing leaves the other as it is, and no exponential overflows. */
    @Test
    void aGaussianThatKnowsNothingIsLeftOut() {
        ComputationGraph graph = network(DataType.DOUBLE, 4);
        graph.getLayer("b").getParam("W").assign(0);
        graph.getLayer("b").getParam("b").assign(2000);
        INDArray x = Values.normal(1, DataType.DOUBLE, 3, FEATURES, 1);
        var all = graph.feedForward(x, false);
        assertThat(Values.of(all.get("merged"))).containsExactly(Values.of(all.get("a")), within(1e-12));
    }

    @Test
    void gaussiansOfOtherDimensionsAreRefused() {
        assertThatThrownBy(() -> network(DataType.DOUBLE, 6))
                .hasStackTraceContaining("found a product of Gaussians of 4 and 6 parameters");
    }
}
