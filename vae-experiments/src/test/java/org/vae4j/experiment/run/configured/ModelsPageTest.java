package org.vae4j.experiment.run.configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.extension.Registry;
import org.vae4j.model.LatentModel;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.hierarchy.Hierarchy;
import org.vae4j.network.transform.Transform;
import org.vae4j.train.step.TrainingStep;

/** Builds the configurations of docs/models.md and of the examples beside it, and trains each for a step. */
class ModelsPageTest {

    private static final Path PAGE = Path.of("../docs/models.md");
    private static final String DEFAULTS =
            "data: {name: lines, lines: {train: 30, test: 10}}\nmodel:\nobjective:\ntraining:\nevaluation:\n";

    @TempDir
    Path folder;

    static Stream<String> configurations() throws IOException {
        Stream<String> onPage = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1));
        try (Stream<Path> files = Files.list(Path.of("../docs/examples"))) {
            List<String> examples = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                examples.add(Files.readString(file));
            }
            return Stream.concat(onPage, examples.stream());
        }
    }

    private LatentModel model(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
        ExperimentConfig config = new ConfigResolver("page", DEFAULTS, NoOptions.class).resolve(file, List.of());
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), 1);
        int classes = config.model().orElseThrow().condition() == ModelConfig.Condition.NONE ? 0 : 10;
        ConfiguredData told = new ConfiguredData(
                data.spec(), data.split(), 1, data.handling(), data.own(), classes, Optional.empty());
        return ConfiguredModel.create(config, told, 1);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void everyConfigurationOfThePageIsBuiltAndTrained(String yaml) throws IOException {
        LatentModel model = model(yaml);
        double[] before = model.graph().params().dup().toDoubleVector();
        try (TrainingStep step = new TrainingStep(model)) {
            double nats = step.apply(Nd4j.rand(DataType.FLOAT, 4, 784 + model.condition())
                            .dup('f'))
                    .objectiveNats();
            assertThat(nats).isPositive().isFinite();
        }
        double[] after = model.graph().params().toDoubleVector();
        assertThat(after).isNotEqualTo(before).doesNotContain(Double.NaN);
    }

    @Test
    void aLayerMayBeWrittenAsYamlOrAsJson() throws IOException {
        String layer = "org.deeplearning4j.nn.conf.layers.DenseLayer";
        LatentModel nested = model(
                "model: {encoder: [{dl4j: {\"@class\": " + layer + ", nout: 64, biasInit: 0.5}}]," + " decoder: []}");
        LatentModel named = model("model: {encoder: [{dl4j: {layer: {\"@class\": " + layer
                + ", nout: 64, biasInit: 0.5}}}]," + " decoder: []}");
        LatentModel text = model("model: {encoder: [{dl4j: '{\"@class\": \"" + layer
                + "\", \"nout\": 64, \"biasInit\": 0.5}'}], decoder: []}");
        assertThat(nested.graph().getConfiguration()).isEqualTo(text.graph().getConfiguration());
        assertThat(named.graph().getConfiguration()).isEqualTo(text.graph().getConfiguration());
        assertThat(nested.graph().params()).isEqualTo(text.graph().params());
        assertThatThrownBy(() -> model("model: {encoder: [{dl4j: {\"@class\": java.io.File}}]}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("model.encoder[0]")
                .hasMessageContaining("found a class 'java.io.File'");
    }

    @Test
    void thePageNamesEveryBlockAndTransform() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(Registry.of(BlockSpec.class).names())
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        assertThat(Registry.of(Transform.class).names())
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        assertThat(Registry.of(Hierarchy.class).names())
                .allSatisfy(
                        name -> assertThat(page).contains(name.equals("none") ? "model.hierarchy" : "`" + name + "`"));
    }

    @Test
    void refusesMistakesInLevelsByTheirPlace() {
        String level = "model: {hierarchy: {ladder: {levels: [{latent: 3, %s}]}}}";
        assertThatThrownBy(() -> model(String.format(level, "encoder: [{conv: 3}]")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("model.hierarchy.ladder.levels[0].encoder[0]: found");
        assertThatThrownBy(() -> model(String.format(level, "decoders: [3]")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("levels[0].decoders'")
                .hasMessageContaining("did you mean");
        assertThatThrownBy(() -> model("model: {hierarchy: {ladder: {levels: [{latent: 0}]}}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("latent: found 0");
        assertThatThrownBy(() -> model("model: {hierarchy: ladder, condition: label}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("model.hierarchy: found ladder with a condition");
        assertThatThrownBy(() -> model("{model: {hierarchy: ladder, draws: 2}, objective: {name: iwae_dreg}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("objective.name: found iwae_dreg with model.hierarchy");
    }

    @Test
    void writtenLevelsAreReadBackAsTheSameModel() throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"),
                "model: {latent: 9, hierarchy: {bottom_up: {levels: [{latent: 3, encoder: [7], decoder: []}]}}}");
        ExperimentConfig config = new ConfigResolver("page", DEFAULTS, NoOptions.class).resolve(file, List.of());
        assertThat(config.yaml()).contains("bottom_up");
        ExperimentConfig again = new ConfigResolver("page", DEFAULTS, NoOptions.class)
                .resolve(Files.writeString(folder.resolve("again.yaml"), config.yaml()), List.of());
        assertThat(again.model()).isEqualTo(config.model());
        assertThat(again.model().orElseThrow().latents().part(9).levels()).containsExactly(9, 3);
    }

    @Test
    void refusesBlocksThatDoNotFitEachOther() {
        assertThatThrownBy(() -> model("model: {encoder: [30, {conv: 3}]}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("model.encoder[1]: found 30 features before conv, expected images");
        assertThatThrownBy(() -> model("model: {encoder: [{conv: {channels: 3, stride: 3}}], decoder: mirror}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("model.encoder[0]: found conv with stride 3");
    }
}
