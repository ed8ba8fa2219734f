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
    private static final int LATENT = 3;
    /** Columns of [μ | log σ²]. */
    private static final int PARAMETERS = 2 * LATENT;

    private static final int ROWS = 4;

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
                        Networks.dense(PARAMETERS, Nonlinearity.TANH),
                        new GaussianSamplingLayer(SEED),
                        Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                        output())));
    }

    /** ε of one draw of one example. */
    private static double[] noise(long stream, long example, long draw) {
        return GaussianNoise.draw(Streams.at(Streams.at(stream, example), draw), LATENT);
    }

    /** μ + σ ⊙ ε of the first draw of successive examples, column by column. */
    private static double[] expectedDraws(INDArray posterior, long stream, int firstExample) {
        double[] z = new double[ROWS * LATENT];
        for (int r = 0; r < ROWS; r++) {
            double[] epsilon = noise(stream, firstExample + r, 0);
            for (int j = 0; j < LATENT; j++) {
                double sigma = Math.exp(posterior.getDouble(r, LATENT + j) / 2);
                z[j * ROWS + r] = posterior.getDouble(r, j) + sigma * epsilon[j];
            }
        }
        return z;
    }

    private static ComputationGraph alone(DataType type) {
        return Networks.chain(type, PARAMETERS, new GaussianSamplingLayer(SEED), output());
    }

    private static INDArray posterior() {
        return Values.normal(1, DataType.DOUBLE, ROWS, PARAMETERS, 1);
    }

    /** [μ | log σ²] of N(0, I). */
    private static INDArray standardPosterior(DataType type, int rows) {
        return Values.array(type, rows, PARAMETERS, i -> 0);
    }

    @Test
    void drawIsMeanPlusDeviationTimesTheNoiseOfTheIteration() {
        ComputationGraph graph = alone(DataType.DOUBLE);
        for (int iteration : new int[] {0, 5, 0}) {
            graph.getConfiguration().setIterationCount(iteration);
            graph.getLayer(0).setIterationCount(iteration);
            long stream = Streams.at(Streams.derive(SEED, "layer0"), iteration);
            assertThat(Values.of(graph.outputSingle(posterior())))
                    .as("iteration %d", iteration)
                    .containsExactly(expectedDraws(posterior(), stream, 0), within(1e-14));
        }
    }

    @Test
    void drawsOfAnEvaluationHaveItsNoise() {
        ComputationGraph graph = alone(DataType.DOUBLE);
        NoiseDriven layer = (NoiseDriven) graph.getLayer(0);
        layer.useNoise(NoisePosition.evaluation(99).fromExample(5));
        assertThat(Values.of(graph.outputSingle(posterior())))
                .containsExactly(expectedDraws(posterior(), Streams.derive(99, "layer0"), 5), within(1e-14));
    }

    @Test
    void noiseOfTrainingReturnsAfterAnEvaluation() {
        ComputationGraph graph = alone(DataType.DOUBLE);
        double[] before = Values.of(graph.outputSingle(posterior()));
        NoiseDriven layer = (NoiseDriven) graph.getLayer(0);
        layer.useNoise(NoisePosition.evaluation(99));
        graph.outputSingle(posterior());
        layer.useNoise(NoisePosition.TRAINING);
        assertThat(Values.of(graph.outputSingle(posterior()))).isEqualTo(before);
    }

    /** Allows five standard errors: 1/√n for the mean of n draws, √(2/n) for their variance. */
    @Test
    void noiseIsStandardNormal() {
        INDArray posterior = standardPosterior(DataType.FLOAT, 20_000);
        double[] z = Values.of(alone(DataType.FLOAT).outputSingle(posterior));
        double mean = Arrays.stream(z).average().orElseThrow();
        double variance = Arrays.stream(z).map(v -> v * v).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(z.length)));
        assertThat(variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / z.length)));
    }

    private static ComputationGraph withTwoDraws() {
        return Networks.chain(DataType.DOUBLE, PARAMETERS, new GaussianSamplingLayer(SEED, "latent", 2), output());
    }

    /** Rows 0 and 1 are the first draws of two examples, rows 2 and 3 the second ones. */
    @Test
    void furtherRowsAreFurtherDraws() {
        double[] z = Values.of(withTwoDraws().outputSingle(standardPosterior(DataType.DOUBLE, ROWS)));
        long stream = Streams.at(Streams.derive(SEED, "latent"), 0);
        for (int r = 0; r < ROWS; r++) {
            double[] expected = noise(stream, r % 2, r / 2);
            for (int j = 0; j < LATENT; j++) {
                assertThat(z[j * ROWS + r]).as("z(%d, %d)", r, j).isEqualTo(expected[j]);
            }
        }
    }

    @Test
    void refusesRowsThatAreNoMultipleOfTheDraws() {
        assertThatThrownBy(() -> withTwoDraws().outputSingle(standardPosterior(DataType.DOUBLE, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 5 rows of noise \"latent\" for 2 draws of each example");
    }

    @Test
    void refusesAnOddNumberOfInputs() {
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, 5, new GaussianSamplingLayer(1), output()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 5 inputs, expected an even number");
    }

    /** Without input types, DL4J asks for the number of inputs only when data arrive. */
    @Test
    void refusesDataWithAnOddNumberOfColumns() {
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
    void configurationsDifferByTheirFields() {
        assertThat(new GaussianSamplingLayer(1)).isEqualTo(new GaussianSamplingLayer(1));
        assertThat(new GaussianSamplingLayer(1)).isNotEqualTo(new GaussianSamplingLayer(2));
        assertThat(new GaussianSamplingLayer(1)).isNotEqualTo(new GaussianSamplingLayer(1, "latent", 1));
        assertThat(new GaussianSamplingLayer(1, "latent", 1)).isEqualTo(new GaussianSamplingLayer(1, "latent", 1));
        assertThat(new GaussianSamplingLayer(1, "latent", 1)).isNotEqualTo(new GaussianSamplingLayer(1, "latent", 2));
    }
}
