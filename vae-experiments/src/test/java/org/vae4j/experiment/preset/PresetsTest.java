package org.vae4j.experiment.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.ConfiguredModel;
import org.vae4j.model.LatentModel;
import org.vae4j.train.step.TrainingStep;

/**
 * Every preset is a configuration that trains, with evidence that exists. With {@code -Dvae4j.update=true} the test of
 * the page writes its table.
 */
class PresetsTest {

    private static final Path DOCS = Path.of("../docs");
    private static final Path FILES = Path.of("src/main/resources/org/vae4j/experiment/preset");
    private static final String TABLE_BEGIN = "<!-- Generated from the models by name: see PresetsTest. -->\n";
    private static final String TABLE_END = "<!-- End of what is generated. -->\n";
    private static final int MNIST_PIXELS = 784;
    private static final String DEFAULTS =
            "data: {name: lines, lines: {train: 30, test: 10}}\nmodel:\nobjective:\ntraining:\nevaluation:\n";

    @TempDir
    Path folder;

    static List<Preset> presets() {
        return Presets.all();
    }

    @Test
    void indexNamesEveryFile() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")))
                    .containsExactlyInAnyOrderElementsOf(presets().stream()
                            .map(preset -> preset.name() + ".yaml")
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model:                                | found no comments in preset broken, expected its title first",
                "# Title; # no colon                   | found the comment 'no colon' in preset broken",
                "# Title; # test: ATest; # source: Paper | found no comment 'formula' in preset broken"
            })
    void refusesAFileWithoutItsComments(String lines, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Preset.of("broken", lines.replace("; ", "\n")))
                .withMessageContaining(message);
    }

    private ExperimentConfig config(Preset preset) throws IOException {
        Path classifier = folder.resolve("classifier.zip");
        if (preset.text().contains("classifier.zip")) {
            classifier().save(classifier.toFile());
        }
        Path file = Files.writeString(
                folder.resolve("model.yaml"), preset.text().replace("classifier.zip", classifier.toString()));
        return new ConfigResolver("preset", DEFAULTS, NoOptions.class).resolve(file, List.of());
    }

    /** A small DL4J classifier of images, for the presets that need one. */
    private static MultiLayerNetwork classifier() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(new DenseLayer.Builder().nIn(MNIST_PIXELS).nOut(5).build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(MNIST_PIXELS))
                .build());
        network.init();
        return network;
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetIsBuiltAndTakesATrainingStep(Preset preset) throws IOException {
        ExperimentConfig config = config(preset);
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), 1);
        int classes = config.model().orElseThrow().condition() == ModelConfig.Condition.NONE ? 0 : 10;
        LatentModel model = ConfiguredModel.create(
                config,
                new ConfiguredData(
                        data.spec(), data.split(), 1, data.handling(), data.own(), classes, Optional.empty()),
                1);
        double[] before = model.graph().params().dup().toDoubleVector();
        try (TrainingStep step = new TrainingStep(model)) {
            double value = step.apply(Nd4j.rand(DataType.FLOAT, 8, MNIST_PIXELS + model.condition())
                            .dup('f'))
                    .objectiveNats();
            assertThat(value).isFinite();
        }
        assertThat(model.graph().params().toDoubleVector()).isNotEqualTo(before).doesNotContain(Double.NaN);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetHasFormulaSourceAndExistingEvidence(Preset preset) throws IOException {
        assertThat(preset.formula()).isNotBlank();
        assertThat(preset.source()).isNotBlank();
        String what = preset.evidence().what();
        if (preset.evidence().kind() == Preset.Evidence.Kind.CONFORMANCE) {
            assertThat(Files.readString(DOCS.resolve("conformance.md"))).contains("\n| " + what + " | ");
            return;
        }
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            assertThat(files.filter(file -> file.endsWith(what + ".java")))
                    .as(what)
                    .isNotEmpty();
        }
    }

    @Test
    void pageHasTheTableOfPresets() throws IOException {
        Path page = DOCS.resolve("models.md");
        String text = Files.readString(page);
        int first = text.indexOf(TABLE_BEGIN) + TABLE_BEGIN.length();
        int last = text.indexOf(TABLE_END);
        String expected = text.substring(0, first) + "\n" + PresetTable.markdown() + "\n" + text.substring(last);
        if (Boolean.getBoolean("vae4j.update")) {
            Files.writeString(page, expected);
        }
        assertThat(Files.readString(page))
                .as("docs/models.md is out of date: run this test with -Dvae4j.update=true")
                .isEqualTo(expected);
    }
}
