package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class GaussianSamplingLayerTest extends LayerContract {

    private static final long SEED = 17;

    private static VariationalOutputLayer output() {
        return new VariationalOutputLayer(0, new GaussianLikelihood(0.5), ElboObjective.standard());
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(new Case(
                "between fully connected layers",
                type -> Networks.chain(
                        type,
                        FEATURES,
                        Networks.dense(6, Nonlinearity.TANH),
                        new GaussianSamplingLayer(SEED),
                        Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                        output())));
    }

    /** ε of one draw of one example. */
    private static double[] noise(long stream, long example, long draw) {
        return GaussianNoise.draw(Streams.at(Streams.at(stream, example), draw), 3);
    }

    private static ComputationGraph alone(DataType type) {
        return Networks.chain(type, 6, new GaussianSamplingLayer(SEED), output());
    }

    @Test
    void drawsMeanPlusDeviationTimesTheNoiseOfTheIteration() {
        ComputationGraph graph = alone(DataType.DOUBLE);
        INDArray posterior = Values.normal(1, DataType.DOUBLE, 4, 6, 1);
        double[] p = Values.of(posterior);
        for (int iteration : new int[] {0, 5, 0}) {
            graph.getConfiguration().setIterationCount(iteration);
            graph.getLayer(0).setIterationCount(iteration);
            long stream = Streams.at(Streams.derive(SEED, "layer0"), iteration);
            double[] z = Values.of(graph.outputSingle(posterior));
            for (int i = 0; i < 12; i++) {
                assertThat(z[i])
                        .isCloseTo(p[i] + Math.exp(p[12 + i] / 2) * noise(stream, i % 4, 0)[i / 4], within(1e-14));
            }
        }
    }

    @Test
    void noiseCanBeGiven() {
        ComputationGraph graph = alone(DataType.DOUBLE);
        INDArray posterior = Values.normal(1, DataType.DOUBLE, 4, 6, 1);
        double[] own = Values.of(graph.outputSingle(posterior));
        NoiseDriven layer = (NoiseDriven) graph.getLayer(0);
        layer.useNoise(NoisePosition.evaluation(99).fromExample(5));
        double[] given = Values.of(graph.outputSingle(posterior));
        double[] noise = noise(Streams.derive(99, "layer0"), 5 + 3, 0);
        double[] p = Values.of(posterior);
        assertThat(given[7]).isCloseTo(p[7] + Math.exp(p[19] / 2) * noise[1], within(1e-14));
        layer.useNoise(NoisePosition.TRAINING);
        assertThat(Values.of(graph.outputSingle(posterior))).isEqualTo(own);
    }

    /** 60,000 draws: the standard error of the mean is 1/245, that of the variance √2/245; five of them are allowed. */
    @Test
    void noiseIsStandardNormal() {
        ComputationGraph graph = alone(DataType.FLOAT);
        double[] z = Values.of(graph.outputSingle(Values.array(DataType.FLOAT, 20_000, 6, i -> 0)));
        double mean = Arrays.stream(z).average().orElseThrow();
        double variance = Arrays.stream(z).map(v -> v * v).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(5 / 245.0));
        assertThat(variance).isCloseTo(1, within(5 * Math.sqrt(2) / 245));
    }

    /** Rows 0 and 1 are the first draw of two examples, rows 2 and 3 the second. */
    @Test
    void furtherRowsAreFurtherDraws() {
        ComputationGraph graph =
                Networks.chain(DataType.DOUBLE, 6, new GaussianSamplingLayer(SEED, "latent", 2), output());
        double[] z = Values.of(graph.outputSingle(Values.array(DataType.DOUBLE, 4, 6, i -> 0)));
        long stream = Streams.at(Streams.derive(SEED, "latent"), 0);
        for (int r = 0; r < 4; r++) {
            double[] expected = noise(stream, r % 2, r / 2);
            for (int j = 0; j < 3; j++) {
                assertThat(z[j * 4 + r]).isEqualTo(expected[j]);
            }
        }
        assertThatThrownBy(() -> graph.outputSingle(Values.array(DataType.DOUBLE, 5, 6, i -> 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 5 rows of noise \"latent\" for 2 draws of each example");
    }

    @Test
    void anOddNumberOfInputsIsRefused() {
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, 5, new GaussianSamplingLayer(1), output()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 5 inputs, expected an even number");
        // Without input types DL4J asks only when data come.
        ComputationGraph untyped = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .addLayer("z", new GaussianSamplingLayer(1), "x")
                .addLayer("out", output(), "z")
                .setOutputs("out")
                .build());
        untyped.init();
        assertThatThrownBy(() -> untyped.output(Values.pixels(1, DataType.FLOAT, 2, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected an even number");
    }

    @Test
    void configurationsDifferByTheSeed() {
        assertThat(new GaussianSamplingLayer(1)).isEqualTo(new GaussianSamplingLayer(1));
        assertThat(new GaussianSamplingLayer(1)).isNotEqualTo(new GaussianSamplingLayer(2));
        assertThat(new GaussianSamplingLayer(1)).isNotEqualTo(new GaussianSamplingLayer(1, "latent", 1));
        assertThat(new GaussianSamplingLayer(1, "latent", 1)).isEqualTo(new GaussianSamplingLayer(1, "latent", 1));
        assertThat(new GaussianSamplingLayer(1, "latent", 1)).isNotEqualTo(new GaussianSamplingLayer(1, "latent", 2));
    }
}
