package org.vae4j.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.network.block.Dense;
import org.vae4j.schedule.Constant;

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
    void theExperimentsDefaultsOverrideTheProjects() {
        ExperimentConfig config = resolve();

        assertThat(config.experiment()).isEqualTo("example");
        assertThat(config.seed()).isEqualTo(1);
        assertThat(config.label()).isEqualTo("seed1");
        assertThat(config.model()).hasValueSatisfying(model -> {
            assertThat(model.latent()).isEqualTo(3);
            assertThat(model.encoder()).containsExactly(new Dense(400));
            assertThat(model.likelihood().name()).isEqualTo("bernoulli");
        });
        assertThat(config.training().orElseThrow().learningRate()).isEqualTo(1e-3);
        assertThat(config.study(Options.class)).isEqualTo(new Options(0.5, List.of(1, 2)));
    }

    @Test
    void aFileOverridesDefaultsAndOverridesOverrideTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "training: {epochs: 7, batchSize: 32}\nseed: 5\n");
        ExperimentConfig config = resolver.resolve(
                file,
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
    void acceptsATextWithAnyCharacters() {
        DataConfig data = resolve("data.dir=Ana's [old images").data().orElseThrow();

        assertThat(data.dir()).contains("Ana's [old images");
    }

    @Test
    void nullRemovesAnOptionalValue() {
        ConfigResolver limited = new ConfigResolver("example", "data: {name: mnist, limit: 10}", NoOptions.class);
        ExperimentConfig config = limited.resolve(List.of("data.limit=null"));

        assertThat(config.data().orElseThrow().limit()).isEmpty();
        assertThat(limited.resolve(write(config), List.of())).isEqualTo(config);
    }

    @Test
    void givesTheSameConfigurationWhenItsOwnFileIsRead() {
        ExperimentConfig config = resolve("training.learningRate=3e-4", "seed=9", "study.rate=0.1", "data.limit=10");
        ExperimentConfig again = resolver.resolve(write(config), List.of());

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
                "model.encoder=[400, x]  | model.encoder[1]: found 'x', expected one of activation, batchNorm",
                "model.likelihood=poisson | expected one of auto, bernoulli, continuous_bernoulli",
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
                "model.encoder=[1        | override model.encoder, not YAML: found 'model.encoder=[1', whose brackets",
            })
    void explainsAMistakeInOneLine(String override, String message) {
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
                "objective.name=vae  | model.draws=5          | expected one of ciwae, elbo, iwae, iwae_dreg, miwae, piwae, renyi, stl, tvo, vr_max",
            })
    void refusesSettingsThatExcludeOneAnother(String first, String second, String message) {
        assertThatThrownBy(() -> resolve(first, second))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    /** A key that is read and ignored gives one experiment two names; the same value as by default is no news. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.kind=autoencoder | objective.beta=2 | objective.beta: found 2.0, expected 1.0 as by default, because",
                "model.kind=autoencoder | objective.betaWarmupEpochs=2 | draws nothing",
                "model.kind=autoencoder | evaluation.samples=2 | evaluation.samples: found 2, expected 1",
                "model.likelihood=bernoulli | model.sigma=0.1 | only model.likelihood=gaussian has a given sigma",
                "model.likelihood=gaussian_learned | model.sigma=0.1 | model.sigma: found 0.1, expected 1.0",
                "model.likelihood=gaussian | model.minSigma=0.1 | only model.likelihood=gaussian_per_pixel has a floor",
                "model.encoder=[] | model.decoder=[] ; model.activation=tanh | the network has no hidden layers",
                "data.name=mnist | data.lines.size=12 | data.lines.size: found 12, expected 28 as by default, because only",
                "data.name=mnist | data.lines.colour=rgb | only data.name=lines is generated",
                "data.name=mnist | data.seed=2 | only data.name=lines, data.name=sprites and data.binarisation=static are drawn with it",
                "data.name=mnist-larochelle | data.binarisation=dynamic | as they were published",
            })
    void refusesAKeyThatWouldChangeNothing(String first, String others, String message) {
        List<String> overrides = new ArrayList<>(List.of(first));
        overrides.addAll(Arrays.asList(others.split(" ; ")));
        assertThatThrownBy(() -> resolver.resolve(overrides))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("leave it out, it would change nothing")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.kind=autoencoder | objective.beta=1",
                "model.likelihood=gaussian | model.sigma=0.1",
                "model.likelihood=gaussian_per_pixel | model.minSigma=0",
                "training.updater=adam | training.beta1=0.5",
                "data.name=lines | data.lines.size=12",
                "data.binarisation=static | data.seed=2",
                "data.name=lines | data.seed=2",
            })
    void acceptsAKeyThatHasAnEffect(String first, String second) {
        assertThat(resolve(first, second)).isNotNull();
    }

    /** The defaults of an experiment are its own affair: its name says so. */
    @Test
    void acceptsAnIgnoredKeyThatTheExperimentSetsByDefault() {
        ConfigResolver own = new ConfigResolver(
                "own", "{data: , model: {kind: autoencoder}, objective: {beta: 3}}", NoOptions.class);
        assertThat(own.resolve(List.of()).objective().orElseThrow().beta()).isEqualTo(new Constant(3));
        assertThatThrownBy(() -> own.resolve(List.of("objective.beta=2")))
                .hasMessageContaining("found 2.0, expected 3.0 as by default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.binarisation=dynamic | model.likelihood=gaussian | use the likelihood bernoulli, or grey values",
                "data.binarisation=static | model.likelihood=gaussian_learned | found data whose values are 0 and 1",
                "data.binarisation=threshold:30 | model.likelihood=gaussian_per_pixel | data.binarisation=threshold:30",
                "data.name=mnist-larochelle | model.likelihood=gaussian_optimal | for the likelihood gaussian_optimal",
            })
    void refusesDensitiesOfBinaryPixels(String first, String second, String message) {
        assertThatThrownBy(() -> resolve(first, second))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    /** Version 0.1 trained it; its files are read as they are. */
    @Test
    void readsStoredConfigurationsThatNewRunsRefuse() throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"),
                resolve("model.likelihood=gaussian").yaml().replace("binarisation: none", "binarisation: dynamic"));
        ExperimentConfig stored = ConfigResolver.stored(file);
        assertThat(stored.data().orElseThrow().binarisation()).isEqualTo("dynamic");
        assertThat(LikelihoodProtocol.of(stored).orElseThrow()).hasToString("mnist, binarisation dynamic, density");
    }

    /** Identity, noise and label go by it. */
    @ParameterizedTest
    @CsvSource({
        "None, none",
        "Dynamic, dynamic",
        "STATIC, static",
        "' Threshold ', threshold",
        "Threshold:30, threshold:30",
        "threshold:0030, threshold:30"
    })
    void everyBinarisationHasOneSpelling(String typed, String spelling) {
        ExperimentConfig config = resolve("data.binarisation=" + typed);
        assertThat(config.data().orElseThrow().binarisation()).isEqualTo(spelling);
        assertThat(config.hash())
                .isEqualTo(resolve("data.binarisation=" + spelling).hash());
        assertThat(LikelihoodProtocol.of(config))
                .isEqualTo(LikelihoodProtocol.of(resolve("data.binarisation=" + spelling)));
    }

    /** As version 0.1 computed them. */
    @Test
    void hashesAreThoseOfVersion01() {
        assertThat(List.of(
                        resolve().hash(),
                        resolve("data.binarisation=dynamic").hash(),
                        resolve("data.binarisation=threshold").hash(),
                        resolve("model.likelihood=gaussian_per_pixel").hash(),
                        resolve("model.likelihood=gaussian", "model.sigma=0.1").hash()))
                .containsExactly("14e12bc725", "40e8ff513f", "0be6272838", "8195d1d312", "6e87a0b741");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"seed=010", "seed=008", "training.epochs=010", "seed=-07", "model.encoder=[010, 20]", "seed=00"})
    void refusesNumbersThatYamlWouldReadAsOctal(String override) throws IOException {
        assertThatThrownBy(() -> resolve(override))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected a decimal number without leading zeros")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        int equals = override.indexOf('=');
        String[] key = override.substring(0, equals).split("\\.");
        String value = override.substring(equals + 1);
        Path file = Files.writeString(
                folder.resolve("octal.yaml"),
                key.length == 1 ? key[0] + ": " + value : key[0] + ": {" + key[1] + ": " + value + "}");
        assertThatThrownBy(() -> read(file))
                .hasMessageContaining("octal.yaml")
                .hasMessageContaining("without leading zeros");
    }

    /** Grids of sweeps are read by it. */
    @Test
    void refusesOctalNumbersInEveryFile() {
        assertThatThrownBy(() -> StrictYaml.tree("a: 1\ngrid: {x: [011]}", "sweep.yaml"))
                .hasMessageContaining("sweep.yaml, line 2: found 011, expected a decimal number");
    }

    @Test
    void readsDecimalNumbersAsTheyAre() {
        assertThat(resolve("seed=0").seed()).isZero();
        assertThat(resolve("seed=\"10\"").seed()).isEqualTo(10);
        assertThat(resolve("seed=\"2e3\"").seed()).isEqualTo(2000);
        assertThat(resolve("name=007").label()).isEqualTo("007");
        assertThat(resolve("training.learningRate=0.05")
                        .training()
                        .orElseThrow()
                        .learningRate())
                .isEqualTo(0.05);
        assertThat(resolve("seed=100").seed()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lr=0.1                | did you mean 'training.learningRate'?",
                "training.lr=0.1       | did you mean 'training.learningRate'?",
                "batch_size=5          | did you mean 'training.batchSize'?",
                "model.latent_dim=2    | did you mean 'model.latent'?",
                "optimizer=adam        | did you mean 'training.updater'?",
                "data.validation=5     | did you mean 'data.valid'?",
                "data.binarization=none | did you mean 'data.binarisation'?",
                "model.prior=flowing   | did you mean 'flow'?",
                "model.channels=3      | a block of model.encoder or model.decoder has them, such as {conv: {channels: 32}}",
            })
    void suggestsTheKeyForANameOfAnotherProgram(String override, String hint) {
        assertThatThrownBy(() -> resolve(override)).hasMessageEndingWith(hint);
    }

    @Test
    void suggestsNothingForANameThatIsFarFromAllKeys() {
        assertThatThrownBy(() -> resolve("qqqq=1")).message().doesNotContain("did you mean");
    }

    @Test
    void refusesASectionThatTheExperimentDoesNotHave() {
        ConfigResolver small = new ConfigResolver("small", "study: {rate: 1}", Options.class);
        assertThatThrownBy(() -> small.resolve(List.of("model.latent=2")))
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
    void constantsAreWrittenAlikeInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            ConfigResolver resolver = new ConfigResolver("lamp", "study: {shade: LIGHT}", Lamp.class);
            assertThat(resolver.resolve(List.of()).yaml()).contains("shade: light");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void listsTheDifferencesThatChangeTheResult() {
        ExperimentConfig other = resolve(
                "model.encoder=[30,20]", "model.likelihood=gaussian_learned", "name=other", "runtime.threads=2");
        assertThat(other.differences(resolve()))
                .containsExactly("model.encoder=[30,20]", "model.likelihood=gaussian_learned");
        assertThat(other.differences(other)).isEmpty();
    }

    @Test
    void theProjectsDefaultsHaveEverySection() {
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
        return resolver.resolve(List.of(overrides));
    }

    private ExperimentConfig read(Path file) {
        return resolver.resolve(file, List.of());
    }

    private Path write(ExperimentConfig config) {
        try {
            return Files.writeString(folder.resolve("config.yaml"), config.yaml());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
