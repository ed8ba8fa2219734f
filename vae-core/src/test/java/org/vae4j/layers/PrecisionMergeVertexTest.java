package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class PrecisionMergeVertexTest extends LayerContract {

    private static final int LATENT = 2;

    /** A network whose vertex merges the Gaussians of two layers, the second of which has the given width. */
    private static ComputationGraph network(DataType type, int secondWidth) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("hidden", Networks.dense(5, Nonlinearity.TANH), "x")
                .addLayer("first", Networks.dense(2 * LATENT, Nonlinearity.IDENTITY), "hidden")
                .addLayer("second", Networks.dense(secondWidth, Nonlinearity.IDENTITY), "x")
                .addVertex("merged", new PrecisionMergeVertex(), "first", "second")
                .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "merged")
                .addLayer("out", Networks.output(), "parameters")
                .setOutputs("out")
                .build());
        graph.init();
        graph.setParams(Values.normal(4, type, 1, Math.toIntExact(graph.numParams()), 0.8));
        return graph;
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(new Case("merge", type -> network(type, 2 * LATENT)));
    }

    private static INDArray examples() {
        return Values.normal(1, DataType.DOUBLE, 3, FEATURES, 1);
    }

    /** Writes out equations 11 and 12 of the paper, with variances. */
    @Test
    void precisionsAddUpAndWeightTheMeans() {
        Map<String, INDArray> activations = network(DataType.DOUBLE, 2 * LATENT).feedForward(examples(), false);
        INDArray first = activations.get("first");
        INDArray second = activations.get("second");
        INDArray merged = activations.get("merged");
        for (int r = 0; r < merged.rows(); r++) {
            for (int j = 0; j < LATENT; j++) {
                double firstPrecision = Math.exp(-first.getDouble(r, LATENT + j));
                double secondPrecision = Math.exp(-second.getDouble(r, LATENT + j));
                double variance = 1 / (firstPrecision + secondPrecision);
                double mean =
                        (first.getDouble(r, j) * firstPrecision + second.getDouble(r, j) * secondPrecision) * variance;
                assertThat(merged.getDouble(r, j)).as("μ(%d, %d)", r, j).isCloseTo(mean, within(1e-14));
                assertThat(merged.getDouble(r, LATENT + j))
                        .as("log σ²(%d, %d)", r, j)
                        .isCloseTo(Math.log(variance), within(1e-14));
            }
        }
    }

    /** A log-variance of 2000 also tests that no exponential overflows. */
    @Test
    void aGaussianOfVeryLargeVarianceDoesNotChangeTheOther() {
        ComputationGraph graph = network(DataType.DOUBLE, 2 * LATENT);
        graph.getLayer("second").getParam("W").assign(0);
        graph.getLayer("second").getParam("b").assign(2000);
        Map<String, INDArray> activations = graph.feedForward(examples(), false);
        assertThat(Values.of(activations.get("merged")))
                .containsExactly(Values.of(activations.get("first")), within(1e-12));
    }

    @Test
    void refusesGaussiansOfDifferentDimensions() {
        assertThatThrownBy(() -> network(DataType.DOUBLE, 6))
                .hasStackTraceContaining("found a product of Gaussians of 4 and 6 parameters");
    }
}
