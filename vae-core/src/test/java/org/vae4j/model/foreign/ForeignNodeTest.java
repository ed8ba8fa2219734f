package org.vae4j.model.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.layers.NoisePosition;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentModel;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.testing.ForeignNetworks;
import org.vae4j.testing.ForeignNetworks.Case;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;

/** Models with layers and vertices of DL4J in encoder and decoder: gradients, evaluation, encoding and decoding. */
class ForeignNodeTest {

    private static final double ROUNDING = 1e-12;

    static Stream<Case> cases() {
        return ForeignNetworks.cases();
    }

    private static INDArray batch(int rows) {
        return Values.pixels(rows, DataType.DOUBLE, rows, ForeignNetworks.FEATURES);
    }

    /** Runs a pass of DL4J with the random numbers that a compiled pass of the iteration draws. */
    private static <T> T asDrawn(Case network, ComputationGraph graph, Supplier<T> pass) {
        ForeignNoise noise = new ForeignNoise(3, network.drawing());
        noise.use(NoisePosition.TRAINING, graph.getConfiguration().getIterationCount());
        return noise.draw(pass);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void compiledGradientAndScoreEqualDl4js(Case network) {
        ComputationGraph graph = network.build(DataType.DOUBLE, new Sgd(0.1));
        CompiledGraph compiled = CompiledGraph.of(graph);
        for (int rows : new int[] {6, 4, 6}) {
            INDArray x = batch(rows);
            graph.getConfiguration().setIterationCount(rows);
            double[] expected = asDrawn(network, graph, () -> GradientCheck.gradient(graph, x, x));
            double score = graph.score();
            graph.getFlattenedGradients().assign(Double.NaN);
            assertThat(compiled.gradient(x).objectiveNats()).isCloseTo(score, within(ROUNDING));
            double[] actual =
                    Values.of(graph.getFlattenedGradients().reshape(1, -1).div(rows));
            Values.assertClose(network.name(), actual, expected, ROUNDING);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientMatchesFiniteDifferences(Case network) {
        ComputationGraph graph = network.build(DataType.DOUBLE, new Sgd(0.1));
        CompiledGraph compiled = CompiledGraph.of(graph);
        INDArray x = batch(5);
        // DL4J's gradient of a dropped weight lacks the factor of the noise.
        assumeThat(network.name()).isNotEqualTo("dropped weights");
        compiled.gradient(x);
        double[] gradient =
                Values.of(graph.getFlattenedGradients().reshape(1, -1).div(5));
        int[] checked = graph.getUpdater().getUpdaterBlocks().stream()
                .flatMap(block -> block.getLayersAndVariablesInBlock().stream())
                .filter(tensor -> tensor.getLayer().updaterDivideByMinibatch(tensor.getParamName()))
                .flatMapToInt(tensor -> IntStream.range(tensor.getParamOffsetStart(), tensor.getParamOffsetEnd()))
                .toArray();
        assertThat(checked).as("parameters with a gradient").hasSizeGreaterThan(150);
        GradientCheck.assertSlopes(
                gradient, graph.params(), () -> compiled.gradient(x).objectiveNats(), Arrays.stream(checked));
    }

    private static double slope(INDArray values, int i, Supplier<Double> f) {
        double step = 1e-5;
        double value = values.getDouble(i);
        values.putScalar(i, value + step);
        double above = f.get();
        values.putScalar(i, value - step);
        double below = f.get();
        values.putScalar(i, value);
        return (above - below) / (2 * step);
    }

    /** A decoder without its encoder runs by DL4J's own output pass. */
    @ParameterizedTest
    @MethodSource("cases")
    void encodingAndDecodingEqualDl4js(Case network, @TempDir Path folder) throws IOException {
        LatentModel model = LatentModel.of(network.build(DataType.DOUBLE, new Sgd(0.1)));
        INDArray x = batch(5);
        INDArray head = model.graph().feedForward(x, false).get("posterior");
        INDArray mean = model.encode(x).mean();
        INDArray expected = head.get(NDArrayIndex.all(), NDArrayIndex.interval(0, ForeignNetworks.LATENT))
                .dup();
        Values.assertClose("mean", Values.of(mean), Values.of(expected), ROUNDING);
        INDArray z = Values.normal(1, DataType.DOUBLE, 7, ForeignNetworks.LATENT, 1);
        double[] decoded = Values.of(model.decode(z));
        Decoder decoder = model.decoder();
        assertThat(decoder.latent()).isEqualTo(ForeignNetworks.LATENT);
        Values.assertClose("decoder", Values.of(decoder.decode(z)), decoded, ROUNDING);
        Path file = folder.resolve("decoder.zip");
        decoder.save(file);
        assertThat(Values.of(Decoder.load(file).decode(z))).isEqualTo(Values.of(decoder.decode(z)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decoderGradientMatchesFiniteDifferencesOrIsRefused(Case network) {
        LatentModel model = LatentModel.of(network.build(DataType.DOUBLE, new Sgd(0.1)));
        INDArray x = batch(3);
        INDArray z = Values.normal(1, DataType.DOUBLE, 3, ForeignNetworks.LATENT, 1);
        double[] values = new double[3];
        double[] gradient = new double[3 * ForeignNetworks.LATENT];
        if (!network.slopeInEvaluation()) {
            assertThatThrownBy(() -> model.negLogLikelihoodGradient(x, z, values, gradient))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("vertex \"decoder-")
                    .hasMessageContaining("batch normalisation or dropout");
            return;
        }
        model.negLogLikelihoodGradient(x, z, values, gradient);
        for (int i = 0; i < gradient.length; i++) {
            double slope = slope(
                    z, i, () -> Arrays.stream(model.negLogLikelihood(x, z)).sum());
            assertThat(gradient[i]).isCloseTo(slope, within(1e-8 + 1e-6 * Math.abs(slope)));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void knowsWhetherExamplesAreComputedAlone(Case network) {
        assertThat(CompiledGraph.of(network.build(DataType.DOUBLE, new Sgd(0.1)))
                        .perExample())
                .isEqualTo(network.perExample());
    }

    @Test
    void passRestoresTheStateOfNd4jsGenerator() {
        ComputationGraph graph = ForeignNetworks.of("dropout").build(DataType.DOUBLE, new Sgd(0.1));
        CompiledGraph compiled = CompiledGraph.of(graph);
        INDArray x = batch(20);
        Nd4j.getRandom().setSeed(1);
        INDArray undisturbed = Nd4j.randn(DataType.DOUBLE, 3, 3);
        Nd4j.getRandom().setSeed(1);
        compiled.gradient(x);
        assertThat(Nd4j.randn(DataType.DOUBLE, 3, 3)).isEqualTo(undisturbed);
    }

    @Test
    void noiseIsAFunctionOfTheIteration() {
        ComputationGraph graph = ForeignNetworks.of("dropout").build(DataType.DOUBLE, new Sgd(0.1));
        CompiledGraph compiled = CompiledGraph.of(graph);
        INDArray x = batch(20);
        double first = compiled.gradient(x).objectiveNats();
        assertThat(compiled.gradient(x).objectiveNats()).isEqualTo(first);
        graph.getConfiguration().setIterationCount(1);
        assertThat(compiled.gradient(x).objectiveNats()).isNotEqualTo(first);
    }

    /** Evaluation drops nothing and uses the running moments. */
    @ParameterizedTest
    @MethodSource("cases")
    void evaluationEqualsDl4js(Case network) {
        ComputationGraph graph = network.build(DataType.DOUBLE, new Sgd(0.1));
        CompiledGraph compiled = CompiledGraph.of(graph);
        INDArray x = batch(5);
        compiled.gradient(x);
        assertThat(compiled.evaluate(x, NoisePosition.TRAINING).objectiveNats())
                .isCloseTo(graph.score(new DataSet(x, x)), within(ROUNDING));
    }

    @Test
    void trainingByDl4jsFitReducesTheObjective() {
        ComputationGraph graph = ForeignNetworks.of("skip").build(DataType.FLOAT, new Adam(0.01));
        INDArray x = batch(5).castTo(DataType.FLOAT);
        LatentModel model = LatentModel.of(graph);
        double before = model.elbo(x, 1).objectiveNats();
        for (int i = 0; i < 20; i++) {
            graph.fit(new DataSet(x, x));
        }
        assertThat(model.elbo(x, 1).objectiveNats()).isLessThan(before);
    }
}
