package org.vae4j.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.network.Dense;

class ConfigResolverTest {

    private static final String DEFAULTS = """
            data:
              name: mnist
            model:
              latent: 3
            objective:
            training:
            evaluation:
            study:
              rate: 0.5
              sizes: [1, 2]
            """;

    record Options(double rate, List<Integer> sizes) {
        Options {
            if (!(rate > 0)) {
                throw new IllegalArgumentException("rate: found " + rate + ", expected a number above 0");
            }
        }
    }

    private final ConfigResolver resolver = new ConfigResolver("example", DEFAULTS, Options.class);

    @TempDir
    Path folder;

    @Test
    void laysTheExperimentOverTheProjectsDefaults() {
        ExperimentConfig config = resolve();

        assertThat(config.experiment()).isEqualTo("example");
        assertThat(config.seed()).isEqualTo(1);
        assertThat(config.label()).isEqualTo("seed1");
        assertThat(config.model()).hasValueSatisfying(model -> {
            assertThat(model.latent()).isEqualTo(3);
            assertThat(model.encoder()).containsExactly(new Dense(400));
            assertThat(model.likelihood()).isEqualTo(ModelConfig.LikelihoodKind.BERNOULLI);
        });
        assertThat(config.training().orElseThrow().learningRate()).isEqualTo(1e-3);
        assertThat(config.study(Options.class)).isEqualTo(new Options(0.5, List.of(1, 2)));
    }

    @Test
    void laysTheFileAndThenTheOverridesOverThem() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "training: {epochs: 7, batchSize: 32}\nseed: 5\n");
        ExperimentConfig config = resolver.resolve(
                Optional.of(file),
                List.of(
                        "training.epochs=2",
                        "model.encoder=[100, 50]",
                        "training.learningRate=1e-4",
                        "data.dir=a folder/with blanks",
                        "data.limit=1000",
                        "data.binarisation=dynamic",
                        "study.sizes=[]",
                        "name=mine"));

        assertThat(config.seed()).isEqualTo(5);
        assertThat(config.training().orElseThrow().epochs()).isEqualTo(2);
        assertThat(config.training().orElseThrow().batchSize()).isEqualTo(32);
        assertThat(config.training().orElseThrow().learningRate()).isEqualTo(1e-4);
        assertThat(config.model().orElseThrow().encoder()).containsExactly(new Dense(100), new Dense(50));
        assertThat(config.data().orElseThrow().dir()).contains("a folder/with blanks");
        assertThat(config.data().orElseThrow().limit()).hasValue(1000);
        assertThat(config.data().orElseThrow().binarisation()).isEqualTo("dynamic");
        assertThat(config.study(Options.class).sizes()).isEmpty();
        assertThat(config.label()).isEqualTo("mine");
    }

    @Test
    void takesBackAnOptionalValue() {
        ConfigResolver limited = new ConfigResolver("example", "data: {name: mnist, limit: 10}", NoOptions.class);
        ExperimentConfig config = limited.resolve(Optional.empty(), List.of("data.limit=null"));

        assertThat(config.data().orElseThrow().limit()).isEmpty();
        assertThat(limited.resolve(Optional.of(write(config)), List.of())).isEqualTo(config);
    }

    @Test
    void givesTheSameConfigurationWhenItsOwnFileIsRead() {
        ExperimentConfig config = resolve("training.learningRate=3e-4", "seed=9", "study.rate=0.1", "data.limit=10");
        ExperimentConfig again = resolver.resolve(Optional.of(write(config)), List.of());

        assertThat(again).isEqualTo(config);
        assertThat(again.hash()).isEqualTo(config.hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.latnt=2           | did you mean 'model.latent'?",
                "model.latnt=2           | expected one of 'model': kind, encoder, latent",
                "trainig.epochs=2        | did you mean 'training.epochs'?",
                "epochs=2                | did you mean 'training.epochs'?",
                "sed=2                   | did you mean 'seed'?",
                "study.rates=2           | did you mean 'study.rate'?",
                "seed.x=2                | 'seed' is a value and has no keys of its own",
                "training.epochs=ten     | found 'ten' for 'training.epochs', expected a whole number",
                "training.epochs=2.5     | found 2.5 for 'training.epochs', expected a whole number",
                "training.epochs=        | found nothing for 'training.epochs', expected a whole number",
                "training.epochs=9999999999 | expected a whole number",
                "training.learningRate=fast | found 'fast' for 'training.learningRate', expected a number",
                "model.encoder=400       | expected a list of whole numbers such as [400, 200]",
                "model.encoder=[400, x]  | model.encoder[1]: found 'x', expected one of",
                "model.likelihood=poisson | expected one of bernoulli, gaussian",
                "model=vae               | expected a section with the keys kind, encoder",
                "training.epochs=-1      | training.epochs: found -1, expected a whole number of at least 1",
                "training.learningRate=0 | training.learningRate: found 0.0, expected a finite number above 0",
                "training.learningRate=NaN | expected a",
                "training.learningRate=.inf | Malformed numeric value '.inf'",
                "training.beta1=1        | training.beta1: found 1.0, expected a number of at least 0.0 and below 1.0",
                "model.latent=0          | model.latent: found 0, expected a whole number of at least 1",
                "model.encoder=[0]       | model.encoder: found [0], expected sizes of at least 1",
                "data.limit=-5           | data.limit: found -5, expected a whole number of at least 1",
                "data.binarisation=soft  | data.binarisation: found 'soft', expected none, threshold",
                "data.lines.size=0       | data.lines.size: found 0, expected a whole number of at least 4",
                "study.rate=-1           | study.rate: found -1.0, expected a number above 0",
                "name=a/b                | name: found 'a/b', expected letters",
                "runtime.threads=0       | runtime.threads: found 0",
                "experiment=other        | found experiment 'other', expected 'example'",
                "training.epochs         | expected key=value, for example training.epochs=5",
                "model.encoder=[1        | override model.encoder, line 1: not YAML",
            })
    void saysInOneLineWhatIsWrong(String override, String message) {
        assertThatThrownBy(() -> resolve(override))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "objective.name=iwae | model.kind=autoencoder | objective.name: found iwae, expected elbo with",
                "objective.name=iwae_dreg | model.likelihood=gaussian_optimal | model.likelihood: found gaussian_optimal",
                "model.draws=2       | model.kind=autoencoder | model.draws: found 2, expected 1 with",
                "model.draws=0       | objective.name=iwae    | model.draws: found 0, expected a whole number of at least 1",
                "objective.name=vae  | model.draws=5          | expected one of elbo, iwae, iwae_dreg",
            })
    void saysWhatDoesNotGoTogether(String first, String second, String message) {
        assertThatThrownBy(() -> resolve(first, second))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void refusesASectionThatTheExperimentDoesWithout() {
        ConfigResolver small = new ConfigResolver("small", "study: {rate: 1}", Options.class);
        assertThatThrownBy(() -> small.resolve(Optional.empty(), List.of("model.latent=2")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "unknown key 'model.latent', expected one of experiment, name, seed, runtime, study");
    }

    @Test
    void namesTheFileAndLineOfAMistake() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "seed: 1\ntraining: [\n");
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "trainning:\n  epochs: 1\n");
        Path list = Files.writeString(folder.resolve("list.yaml"), "- 1\n");
        Path twice = Files.writeString(folder.resolve("twice.yaml"), "seed: 1\nseed: 2\n");

        assertThatThrownBy(() -> read(broken)).hasMessageContaining("broken.yaml, line 2: not YAML");
        assertThatThrownBy(() -> read(wrong)).hasMessageContaining("wrong.yaml: found unknown key 'trainning'");
        assertThatThrownBy(() -> read(list)).hasMessageContaining("expected keys and values");
        assertThatThrownBy(() -> read(twice)).hasMessageContaining("seed");
        assertThatThrownBy(() -> read(folder.resolve("none.yaml"))).hasMessageContaining("found no file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=other",
                "data.dir=elsewhere",
                "runtime.threads=2",
                "training.checkpointEveryEpochs=5",
                "evaluation.everyEpochs=0",
                "training.learningRate=1e-3"
            })
    void hashesOnlyWhatCanChangeTheResult(String override) {
        assertThat(resolve(override).hash()).isEqualTo(resolve().hash());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed=2",
                "data.name=lines",
                "data.limit=5",
                "data.binarisation=static",
                "model.latent=4",
                "model.encoder=[401]",
                "objective.beta=2",
                "training.epochs=11",
                "training.learningRate=1.1e-3",
                "evaluation.samples=2",
                "study.rate=0.6"
            })
    void hashesAllThatCanChangeTheResult(String override) {
        assertThat(resolve(override).hash()).isNotEqualTo(resolve().hash()).matches("[0-9a-f]{10}");
    }

    /** Of its own, because what a constant is called is decided when it is first met. */
    private enum Shade {
        LIGHT
    }

    private record Lamp(Shade shade) {}

    /** Lower case is not the same in every language: a Turkish user's runs would have other names. */
    @Test
    void isTheSameRunInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            ConfigResolver resolver = new ConfigResolver("lamp", "study: {shade: LIGHT}", Lamp.class);
            assertThat(resolver.resolve(Optional.empty(), List.of()).yaml()).contains("shade: light");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void namesWhatMakesAnotherComputation() {
        ExperimentConfig other = resolve(
                "model.encoder=[30,20]", "model.likelihood=gaussian_learned", "name=other", "runtime.threads=2");
        assertThat(other.differences(resolve()))
                .containsExactly("model.encoder=[30,20]", "model.likelihood=gaussian_learned");
        assertThat(other.differences(other)).isEmpty();
    }

    @Test
    void explainsEveryKeyInTheProjectsDefaults() {
        String text = ConfigResolver.projectDefaults();
        String all = Arrays.stream(ExperimentConfig.class.getRecordComponents())
                .filter(c -> !List.of("experiment", "study").contains(c.getName()))
                .map(c -> "\n" + c.getName() + ":")
                .filter(key -> !text.contains(key))
                .toList()
                .toString();
        assertThat(all).isEqualTo("[]");
    }

    private ExperimentConfig resolve(String... overrides) {
        return resolver.resolve(Optional.empty(), List.of(overrides));
    }

    private ExperimentConfig read(Path file) {
        return resolver.resolve(Optional.of(file), List.of());
    }

    private Path write(ExperimentConfig config) {
        try {
            return Files.writeString(folder.resolve("config.yaml"), config.yaml());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
