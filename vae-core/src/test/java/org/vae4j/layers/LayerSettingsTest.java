package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vae4j.kernel.Nonlinearity;

/** Damaged settings of layers that {@link LayerContract} does not test, and settings that files lack. */
class LayerSettingsTest {

    static Stream<Layer> layersOutsideTheContract() {
        return Stream.of(
                new NormalNoiseLayer(new SamplingLayer.Noise(3, "noise", 2)),
                new RepeatLayer(4),
                new ParameterRowsLayer.Builder().rows(3).nIn(1).nOut(2).build(),
                new SharedParameterLayer.Builder().nIn(1).nOut(2).build());
    }

    @ParameterizedTest
    @MethodSource("layersOutsideTheContract")
    void settingsOutOfRangeThatAFileHoldsAreRefused(Layer layer) {
        String json = networkOf(layer).toJson();
        for (Field setting : LayerSettings.checked(layer.getClass())) {
            for (Object value : LayerSettings.invalid(setting)) {
                ComputationGraphConfiguration damaged = ComputationGraphConfiguration.fromJson(json);
                LayerSettings.set(setting, tested(damaged), value);
                assertThatThrownBy(() -> new ComputationGraph(damaged).init())
                        .as("%s = %s", setting.getName(), value)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("layer \"tested\"");
            }
        }
    }

    /** The messages of a file and of a constructor differ in the name of the layer alone. */
    @Test
    void messageNamesTheLayer() {
        String json = networkOf(new DropoutBlock(0.5, 3)).toJson();
        ComputationGraphConfiguration damaged =
                ComputationGraphConfiguration.fromJson(json.replace("\"rate\" : 0.5", "\"rate\" : 2"));
        assertThatThrownBy(() -> new ComputationGraph(damaged).init())
                .hasMessage("layer \"tested\": found a dropout rate of 2.0 and draws = 1, expected a rate of 0 to below"
                        + " 1 and draws >= 1");
        assertThatThrownBy(() -> new DropoutBlock(2, 3))
                .hasMessage(
                        "found a dropout rate of 2.0 and draws = 1, expected a rate of 0 to below 1 and draws >= 1");
    }

    /** Numbers that are finite and positive and still too large, as a file may hold them. */
    @ParameterizedTest
    @MethodSource("layersWithAnUpperBound")
    void settingsAboveTheirBoundAreRefused(Layer layer, String valid, String invalid) {
        String json = networkOf(layer).toJson();
        assertThat(json).contains(valid);
        ComputationGraphConfiguration damaged = ComputationGraphConfiguration.fromJson(json.replace(valid, invalid));
        assertThatThrownBy(() -> new ComputationGraph(damaged).init())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer \"tested\": ");
    }

    static Stream<Arguments> layersWithAnUpperBound() {
        return Stream.of(
                Arguments.of(new DropoutBlock(0.5, 3), "\"rate\" : 0.5", "\"rate\" : 1.0"),
                Arguments.of(
                        new CorruptionBlock(CorruptionBlock.Kind.MASK, 0.5, 3, 1),
                        "\"level\" : 0.5",
                        "\"level\" : 1.0"),
                Arguments.of(
                        new BatchNormBlock.Builder().decay(0.5).nIn(4).nOut(4).build(),
                        "\"decay\" : 0.5",
                        "\"decay\" : 1.0"));
    }

    /** DL4J's JSON reader begins with images of unknown size. */
    @Test
    void blocksOfImagesRefuseAnUnknownSize() {
        ImageShape unknown = new ImageShape(0, 0, 0);
        assertThatThrownBy(() -> new UpsampleBlock(unknown, 2)).hasMessageContaining("found images of unknown size");
        assertThatThrownBy(() -> new PoolBlock(unknown, PoolBlock.Kind.MAX, Filter.ONE_PIXEL))
                .hasMessageContaining("found images of unknown size");
    }

    /** Files of versions that had no such setting yet lack it. */
    @Test
    void anAbsentSettingHasItsDefault() {
        String json = networkOf(new DropoutBlock(0.5, 3)).toJson();
        String old = json.replaceAll(",?\\s*\"draws\" : 1", "");
        assertThat(old).isNotEqualTo(json).doesNotContain("draws");
        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(old);
        assertThat(((DropoutBlock) tested(read)).getDraws()).isOne();
        new ComputationGraph(read).init();
    }

    private static ComputationGraphConfiguration networkOf(Layer layer) {
        return new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(4))
                .addLayer(
                        "first",
                        new DenseBlock.Builder()
                                .nonlinearity(Nonlinearity.TANH)
                                .nOut(4)
                                .build(),
                        "x")
                .addLayer("tested", layer, "first")
                .setOutputs("tested")
                .build();
    }

    private static Layer tested(ComputationGraphConfiguration configuration) {
        return ((LayerVertex) configuration.getVertices().get("tested"))
                .getLayerConf()
                .getLayer();
    }

    @Test
    void everySettingOfALayerIsKnown() {
        assertThat(LayerSettings.checked(DropoutBlock.class))
                .extracting(Field::getName)
                .isEqualTo(List.of("rate", "draws"));
    }
}
