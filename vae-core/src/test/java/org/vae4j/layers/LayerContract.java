package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;

/**
 * The contract of every layer, tested on networks that contain the layer and reconstruct their features.
 *
 * <p>A network puts a fully connected layer in front of the tested one, so that the gradient G with respect to the
 * layer's input is checked too. The gradient of the former's weights is Xᵀ·G. If X has full row rank, as with fewer
 * examples than features, Xᵀ·G determines G, so a wrong G shows as a wrong gradient of these weights.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class LayerContract {

    static final int FEATURES = 5;
    private static final int BATCH = 4;

    /** A network to test, named for its distinguishing setting. */
    record Case(String name, Function<DataType, ComputationGraph> build) {
        @Override
        public String toString() {
            return name;
        }
    }

    abstract Stream<Case> cases();

    /** Whether training and evaluation compute the same function. */
    boolean computesTheSameInTraining() {
        return true;
    }

    /** Whether {@link CompiledGraph} takes the networks; others run in DL4J alone, and it refuses them. */
    boolean isCompiled() {
        return true;
    }

    private static INDArray batch(DataType type, int size) {
        return Values.pixels(7, type, size, FEATURES);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreExact(Case network) {
        INDArray x = batch(DataType.DOUBLE, BATCH);
        ComputationGraph graph = network.build().apply(DataType.DOUBLE);
        GradientCheck.assertGradients(graph, x, x);
        // Layers with schedules compute another function at a later iteration and epoch.
        graph.getConfiguration().setIterationCount(7);
        graph.getConfiguration().setEpochCount(3);
        GradientCheck.assertGradients(graph, x, x);
    }

    /** Sets one field after the other as DL4J's JSON reader does, which calls no constructor with settings. */
    @ParameterizedTest
    @MethodSource("cases")
    void settingsOutOfRangeThatAFileHoldsAreRefused(Case network) {
        String json = network.build().apply(DataType.FLOAT).getConfiguration().toJson();
        for (String name : layers(ComputationGraphConfiguration.fromJson(json)).keySet()) {
            Layer intact = layers(ComputationGraphConfiguration.fromJson(json)).get(name);
            for (Field setting : LayerSettings.checked(intact.getClass())) {
                for (Object value : LayerSettings.invalid(setting)) {
                    ComputationGraphConfiguration damaged = ComputationGraphConfiguration.fromJson(json);
                    LayerSettings.set(setting, layers(damaged).get(name), value);
                    assertThatThrownBy(() -> new ComputationGraph(damaged).init())
                            .as(
                                    "%s = %s of %s",
                                    setting.getName(), value, intact.getClass().getSimpleName())
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("layer \"" + name + "\"");
                }
            }
        }
    }

    /** The layers of this project in a network, by name. */
    private static Map<String, Layer> layers(ComputationGraphConfiguration configuration) {
        Map<String, Layer> layers = new TreeMap<>();
        configuration.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex v
                    && LayerSettings.isOurs(v.getLayerConf().getLayer())) {
                layers.put(name, v.getLayerConf().getLayer());
            }
        });
        return layers;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void configurationSurvivesJson(Case network) {
        ComputationGraphConfiguration configuration =
                network.build().apply(DataType.FLOAT).getConfiguration();
        ComputationGraphConfiguration back = ComputationGraphConfiguration.fromJson(configuration.toJson());
        assertThat(back).isEqualTo(configuration).hasSameHashCodeAs(configuration);
        assertThat(back.toJson()).isEqualTo(configuration.toJson());
        assertThat(configuration.clone()).isEqualTo(configuration);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void loadedNetworkComputesAndTrainsAsTheSavedOne(Case network, @TempDir Path folder) throws IOException {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray x = batch(type, BATCH);
            ComputationGraph graph = network.build().apply(type);
            File file = folder.resolve(type + ".zip").toFile();
            graph.fit(new DataSet(x, x));
            graph.save(file, true);
            ComputationGraph loaded = ComputationGraph.load(file, true);
            assertThat(Values.of(loaded.outputSingle(x)))
                    .as("%s output", type)
                    .isEqualTo(Values.of(graph.outputSingle(x)));
            assertThat(loaded.score(new DataSet(x, x))).as("%s score", type).isEqualTo(graph.score(new DataSet(x, x)));
            loaded.fit(new DataSet(x, x));
            graph.fit(new DataSet(x, x));
            assertThat(loaded.params()).as("%s parameters after a step", type).isEqualTo(graph.params());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsOfASingleExampleAreExact(Case network) {
        INDArray x = batch(DataType.DOUBLE, 1);
        ComputationGraph graph = network.build().apply(DataType.DOUBLE);
        assertThat(graph.outputSingle(x).shape()).containsExactly(1, FEATURES);
        GradientCheck.assertGradients(graph, x, x);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void memoryOrderOfTheInputDoesNotMatter(Case network) {
        INDArray f = batch(DataType.FLOAT, BATCH).dup('f');
        INDArray c = f.dup('c');
        assertThat(List.of(f.ordering(), c.ordering())).containsExactly('f', 'c');
        ComputationGraph graph = network.build().apply(DataType.FLOAT);
        assertThat(Values.of(graph.outputSingle(c))).isEqualTo(Values.of(graph.outputSingle(f)));
        assertThat(GradientCheck.gradient(graph, c, c)).isEqualTo(GradientCheck.gradient(graph, f, f));
    }

    /** DL4J's own iterators may deliver integers and doubles. */
    @ParameterizedTest
    @MethodSource("cases")
    void featuresOfAnotherTypeAreConverted(Case network) {
        INDArray zerosAndOnes = batch(DataType.DOUBLE, BATCH).gt(0.5);
        ComputationGraph graph = network.build().apply(DataType.FLOAT);
        double expected = score(graph, zerosAndOnes.castTo(DataType.FLOAT));
        for (DataType type : List.of(DataType.DOUBLE, DataType.INT32, DataType.INT64)) {
            assertThat(score(graph, zerosAndOnes.castTo(type))).as("%s", type).isEqualTo(expected);
        }
    }

    private static double score(ComputationGraph graph, INDArray x) {
        return graph.score(new DataSet(x, x));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesFeaturesAndLabelsOfAnotherSizeInOneLine(Case network) {
        ComputationGraph graph = network.build().apply(DataType.FLOAT);
        INDArray wide = Values.pixels(8, DataType.FLOAT, 3, FEATURES + 2);
        assertThatThrownBy(() -> graph.score(new DataSet(wide, wide), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found")
                .hasMessageContaining("expected")
                .message()
                .doesNotContain("\n");
        INDArray x = batch(DataType.FLOAT, 3);
        assertThatThrownBy(() -> graph.score(new DataSet(x, wide), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("labels");
    }

    /** Equal up to the rounding of a mean of four numbers. */
    @ParameterizedTest
    @MethodSource("cases")
    void scoreIsTheMeanOfTheScoresOfExamples(Case network) {
        INDArray x = batch(DataType.DOUBLE, BATCH);
        ComputationGraph graph = network.build().apply(DataType.DOUBLE);
        double score = graph.score(new DataSet(x, x));
        INDArray each = graph.scoreExamples(new DataSet(x, x), true);
        assertThat(each.shape()).containsExactly(BATCH, 1);
        assertThat(each.meanNumber().doubleValue()).isCloseTo(score, within(1e-13 * Math.max(1, Math.abs(score))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scoreInTrainingDiffersFromEvaluationOnlyWhereTheLayerDoes(Case network) {
        INDArray x = batch(DataType.DOUBLE, BATCH);
        ComputationGraph graph = network.build().apply(DataType.DOUBLE);
        double score = graph.score(new DataSet(x, x));
        double scoreInTraining = graph.score(new DataSet(x, x), true);
        if (computesTheSameInTraining()) {
            assertThat(scoreInTraining).isEqualTo(score);
        } else {
            assertThat(scoreInTraining).isFinite().isNotEqualTo(score);
        }
    }

    /** Compares the gradient of a training step and the terms of an evaluation. */
    @ParameterizedTest
    @MethodSource("cases")
    void compiledPassEqualsDl4jsBitForBit(Case network) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            ComputationGraph graph = network.build().apply(type);
            if (!isCompiled()) {
                assertThatThrownBy(() -> CompiledGraph.of(graph)).isInstanceOf(IllegalArgumentException.class);
                continue;
            }
            CompiledGraph compiled = CompiledGraph.of(graph);
            for (int rows : new int[] {BATCH, 1, BATCH + 3}) {
                INDArray x = batch(type, rows);
                graph.getConfiguration().setIterationCount(rows);
                INDArray before = graph.params().dup();
                double[] expected = GradientCheck.gradient(graph, x, x);
                double[] parameters = Values.of(graph.params().reshape(1, -1));
                // A pass may change a layer's state, so both passes begin with the same one. NaN marks each gradient
                // that the compiled pass fails to write.
                graph.setParams(before);
                graph.getFlattenedGradients().assign(Double.NaN);
                compiled.gradient(x);
                assertThat(Values.of(
                                graph.getFlattenedGradients().reshape(1, -1).div(rows)))
                        .as("%s gradient of %d rows", type, rows)
                        .isEqualTo(expected);
                assertThat(Values.of(graph.params().reshape(1, -1)))
                        .as("%s parameters and state after %d rows", type, rows)
                        .isEqualTo(parameters);
                assertThat(compiled.evaluate(x, NoisePosition.TRAINING).objectiveNats())
                        .as("%s objective of %d rows", type, rows)
                        .isEqualTo(graph.score(new DataSet(x, x)));
            }
        }
    }
}
