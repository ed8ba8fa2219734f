package org.vae4j.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;

/** Overrides that change one setting of a part which a file sets. */
class PartSettingsTest {

    private static final String DEFAULTS = "{data: {name: mnist}, model: , objective: , training: , evaluation: }";

    private static final String LISTS = """
            model: {transforms: [{planar: 3}, {planar: 5}]}
            objective: {terms: [{latent_norm: 0.25}, {mmd: {kernel: {imq: {width: 2}}}}]}
            """;

    private final ConfigResolver resolver = new ConfigResolver("example", DEFAULTS, NoOptions.class);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("file.yaml"), """
                model:
                  encoder: [{conv: {channels: 32, kernel: 4, stride: 2}}, 400, {residual: [{dense: 400}]}]
                  decoder: [{dense: {size: 100, activation: tanh}}]
                  prior: {vamp: {components: 30, mean: 0.2}}
                  likelihood: {mixture_logistic: 3}
                  draws: 8
                objective:
                  name: {miwae: {outer: 4}}
                """);
    }

    private ExperimentConfig resolve(String... overrides) {
        return resolver.resolve(file, List.of(overrides));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.prior.vamp.components=50 | model.prior={vamp: {components: 50, mean: 0.2}}",
                "model.likelihood.mixture_logistic.components=5 | model.likelihood={mixture_logistic: 5}",
                "objective.name.miwae.outer=2 | objective.name={miwae: {outer: 2}}",
                "model.encoder[0].conv.channels=16 | model.encoder=[{conv: {channels: 16, kernel: 4, stride: 2}}, 400,"
                        + " {residual: [{dense: 400}]}]",
                "model.encoder.dense.size=300 | model.encoder=[{conv: {channels: 32, kernel: 4, stride: 2}}, 300,"
                        + " {residual: [{dense: 400}]}]",
                "model.encoder[2].residual.blocks[0].dense.activation=tanh"
                        + " | model.encoder=[{conv: {channels: 32, kernel: 4, stride: 2}}, 400,"
                        + " {residual: [{dense: {size: 400, activation: tanh}}]}]",
                "model.decoder.dense.size=200 | model.decoder=[{dense: {size: 200, activation: tanh}}]",
            })
    void anOverrideChangesOneSettingOfAPart(String setting, String whole) {
        ExperimentConfig changed = resolve(setting);

        assertThat(changed).isEqualTo(resolve(whole)).isNotEqualTo(resolve());
        assertThat(changed.hash()).isEqualTo(resolve(whole).hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "objective.terms.latent_norm.weight=0.5"
                        + " | objective.terms=[{latent_norm: 0.5}, {mmd: {kernel: {imq: {width: 2}}}}]",
                "objective.terms[1].mmd.weight=7"
                        + " | objective.terms=[{latent_norm: 0.25}, {mmd: {weight: 7, kernel: {imq: {width: 2}}}}]",
                "objective.terms[1].mmd.kernel.imq.width=3"
                        + " | objective.terms=[{latent_norm: 0.25}, {mmd: {kernel: {imq: {width: 3}}}}]",
                "model.transforms[1].planar.parameters=global"
                        + " | model.transforms=[{planar: 3}, {planar: {length: 5, parameters: global}}]",
            })
    void anOverrideChangesOneSettingOfAnEntry(String setting, String whole) throws IOException {
        Files.writeString(file, LISTS);
        anOverrideChangesOneSettingOfAPart(setting, whole);
    }

    @Test
    void aSettingWithAKeyOfItsOwnIsChangedByEitherName() throws IOException {
        Files.writeString(file, "model: {likelihood: {gaussian: {sigma: 0.5}}}");
        ExperimentConfig changed = resolve("model.likelihood.gaussian.sigma=0.1");
        assertThat(changed.model().orElseThrow().sigma()).isEqualTo(0.1);
        assertThat(changed).isEqualTo(resolve("model.sigma=0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.prior.mixture.components=5 | override: found model.prior.mixture.components, but model.prior is"
                        + " {\"vamp\":{\"components\":30,\"mean\":0.2}}, expected a setting of that part: or give the whole"
                        + " part, as 'model.prior={mixture: {components: value}}'",
                "model.posterior.full_gaussian.x=1 | override: found model.posterior.full_gaussian.x, but model.posterior is"
                        + " diagonal_gaussian, expected a setting of that part: or give the whole part, as"
                        + " 'model.posterior={full_gaussian: {setting: value}}'",
                "model.prior.vamp=5 | override: found model.prior.vamp, but model.prior is"
                        + " {\"vamp\":{\"components\":30,\"mean\":0.2}}, expected a setting of that part: or give the whole"
                        + " part, as 'model.prior={vamp: {setting: value}}'",
                "model.prior.vamp.components.x=1 | override: found model.prior.vamp.components.x, but"
                        + " model.prior.vamp.components holds no part, expected a setting of model.prior.vamp",
            })
    void refusesAKeyThatLeadsToNoSetting(String override, String message) {
        assertThatThrownBy(() -> resolve(override))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.transforms.planar.length=1 | override: found model.transforms.planar, but 2 entries of model.transforms are"
                        + " called so, expected one: say which by model.transforms[0, 1]",
                "objective.terms.dip.diagonal=1 | override: found objective.terms.dip, but 0 entries of objective.terms are"
                        + " called so, expected one: give the whole list",
                "objective.terms[2].mmd.weight=1 | override: found objective.terms[2], expected objective.terms[0] to [1]",
            })
    void refusesAKeyThatLeadsToNoEntry(String override, String message) throws IOException {
        Files.writeString(file, LISTS);
        refusesAKeyThatLeadsToNoSetting(override, message);
    }

    @Test
    void refusesAnEntryOfAnEmptyList() {
        assertThatThrownBy(() -> resolver.resolve(List.of("model.transforms[0].iaf.length=1")))
                .hasMessage("override: found model.transforms[0], expected no entry: the list is empty");
    }

    @Test
    void suggestsTheNameOfAMisspeltSetting() {
        assertThatThrownBy(() -> resolve("model.prior.vamp.component=5"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found unknown key 'model.prior.vamp.component'")
                .hasMessageEndingWith("did you mean 'model.prior.vamp.components'?");
    }

    @Test
    void refusesAnEntryOfAValueThatIsNoList() throws IOException {
        Files.writeString(file, "model: {decoder: mirror}");
        assertThatThrownBy(() -> resolve("model.decoder[0].dense.size=1"))
                .hasMessage("override: found model.decoder[0].dense.size, but model.decoder is mirror, expected a list:"
                        + " give the whole list");
    }
}
