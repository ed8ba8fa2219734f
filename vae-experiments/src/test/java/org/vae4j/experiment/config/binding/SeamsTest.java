package org.vae4j.experiment.config.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.StrictYaml;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.network.Activation;
import org.vae4j.network.block.BatchNorm;
import org.vae4j.network.block.Dense;
import org.vae4j.network.block.Dropout;
import org.vae4j.network.block.Residual;
import org.vae4j.network.image.Conv;
import org.vae4j.network.init.He;
import org.vae4j.network.init.OfNetwork;

class SeamsTest {

    private final ConfigResolver resolver = new ConfigResolver("example", "model:\ntraining:", NoOptions.class);

    @TempDir
    Path folder;

    private ModelConfig model(String... overrides) {
        return resolver.resolve(List.of(overrides)).model().orElseThrow();
    }

    @Test
    void readsNamesNumbersAndFirstSettings() {
        assertThat(model("model.encoder=[batchNorm, {dense: 256}, 30, {dropout: 0.2}]")
                        .encoder())
                .containsExactly(new BatchNorm(), new Dense(256), new Dense(30), new Dropout(0.2));
    }

    @Test
    void readsSettingsByKey() {
        assertThat(model("model.encoder=[{conv: {channels: 32, kernel: 4, activation: TANH}}]")
                        .encoder())
                .containsExactly(new Conv(32, 4, 1, -1, Activation.TANH, new OfNetwork()));
        assertThat(model("model.encoder=[{batchNorm: {epsilon: 1e-3}}]").encoder())
                .containsExactly(new BatchNorm(0.9, 1e-3));
    }

    @Test
    void readsPartsWithinParts() {
        assertThat(model("model.encoder=[{residual: [{dense: 64}, 64]}]").encoder())
                .containsExactly(new Residual(List.of(new Dense(64), new Dense(64))));
        assertThat(model("model.encoder=[{dense: {size: 3, initialisation: he}}]")
                        .encoder())
                .containsExactly(new Dense(3, Activation.NETWORK, new He()));
    }

    @Test
    void readsAWordInThePlaceOfAList() {
        assertThat(model("model.decoder=mirror").decoder()).isEqualTo(new DecoderLayout.Mirror());
    }

    /** People type settings on a command line without blanks. */
    @Test
    void readsSettingsWithoutBlanks() {
        assertThat(model("model.encoder=[{conv:{channels:32,kernel:4,stride:2}},{dense:256}]")
                        .encoder())
                .containsExactly(new Conv(32, 4, 2), new Dense(256));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[400, 400]",
                "[batchNorm, {dropout: 0.2}, 30]",
                "[{conv: {channels: 32, kernel: 4}}, {conv: 8}, flatten]",
                "[{residual: [64, {dense: {size: 64, activation: tanh}}]}]",
                "[{dense: {size: 3, initialisation: he}}]",
                "[{pool: {kind: average}}, {pool: 3}]"
            })
    void writesTheShortestFormAndReadsItBack(String encoder) throws IOException {
        ExperimentConfig config = resolver.resolve(List.of("model.encoder=" + encoder, "model.decoder=mirror"));
        assertThat(StrictYaml.flat(Yaml.tree(config.yaml(), "written")).get("model.encoder"))
                .isEqualTo(Yaml.value(encoder, "expected").toString());
        assertThat(config.yaml()).contains("decoder: mirror");
        Path file = Files.writeString(folder.resolve("config.yaml"), config.yaml());
        assertThat(ConfigResolver.stored(file).model()).isEqualTo(config.model());
        assertThat(resolver.resolve(file, List.of()).hash()).isEqualTo(config.hash());
    }

    @Test
    void theLongFormOfAPartHasTheSameHash() {
        assertThat(resolver.resolve(List.of("model.encoder=[{dense: {size: 400, activation: network}}]"))
                        .hash())
                .isEqualTo(resolver.resolve(List.of()).hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encoder=[30, {conv: {kernal: 3}}] | found unknown key 'model.encoder[1].conv.kernal', expected one of",
                "encoder=[30, {conv: {kernal: 3}}] | did you mean 'model.encoder[1].conv.kernel'?",
                "encoder=[cnov]                    | model.encoder[0]: found 'cnov', expected one of",
                "encoder=[cnov]                    | did you mean 'conv'?",
                "encoder=[{conv: {channels: many}}] | found \"many\" for 'model.encoder[0].conv.channels', expected a whole number",
                "encoder=[{residual: [{dense: {sise: 3}}]}] | 'model.encoder[0].residual.blocks[0].dense.sise'",
                "encoder=[{pool: {kind: least}}]   | expected one of max, average",
                "encoder=[{conv: 1, dense: 2}]     | model.encoder[0]: found",
                "encoder=[{flatten: 3}]            | it has no settings",
                "encoder=[0]                       | expected sizes of at least 1",
                "decoder=mirrored                  | found 'mirrored' for 'model.decoder', expected mirror, or",
                "decoder=[{conv: {channels: 1.5}}] | 'model.decoder[0].conv.channels', expected a whole number"
            })
    void namesAMistakeByItsPath(String override, String message) {
        assertThatThrownBy(() -> model("model." + override))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }
}
