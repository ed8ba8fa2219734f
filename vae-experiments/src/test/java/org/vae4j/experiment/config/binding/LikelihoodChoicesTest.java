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
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.LaplaceLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.ValueRange;

/** The forms of {@code model.likelihood}, with the keys that two of its settings have had since version 0.1. */
class LikelihoodChoicesTest {

    @TempDir
    Path folder;

    private static ExperimentConfig over(String defaults, String... overrides) {
        return new ConfigResolver("example", defaults, NoOptions.class).resolve(List.of(overrides));
    }

    private static ExperimentConfig config(String... overrides) {
        return over("{data: , model: }", overrides);
    }

    private static Likelihood likelihood(ExperimentConfig config) {
        return config.model().orElseThrow().newLikelihood(ValueRange.UNIT_INTERVAL);
    }

    @Test
    void readsANameWithSettings() {
        assertThat(likelihood(config("model.likelihood={laplace: {scale: 0.3}}")))
                .isEqualTo(new LaplaceLikelihood(0.3));
        assertThat(likelihood(config("model.likelihood={laplace:0.3}"))).isEqualTo(new LaplaceLikelihood(0.3));
        assertThat(likelihood(config("model.likelihood=Laplace"))).isEqualTo(new LaplaceLikelihood());
    }

    @Test
    void autoChoosesByTheRangeOfTheData() {
        var model = config("model.likelihood=auto").model().orElseThrow();
        assertThat(model.newLikelihood(ValueRange.BINARY)).isEqualTo(new BernoulliLikelihood());
        assertThat(model.newLikelihood(ValueRange.UNIT_INTERVAL)).isEqualTo(new BernoulliLikelihood());
        assertThat(model.newLikelihood(ValueRange.REAL)).isEqualTo(new LearnedGaussianLikelihood());
    }

    /** A model has one hash and one directory, in whichever form it is written. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{gaussian: {sigma: 0.1}} | gaussian | model.sigma=0.1",
                "{gaussian: 0.1} | gaussian | model.sigma=0.1",
                "{gaussian:0.1} | gaussian | model.sigma=0.1",
                "{gaussian:{sigma:1e-1}} | gaussian | model.sigma=0.1",
                "{gaussian_per_pixel: {minSigma: 0.01}} | gaussian_per_pixel | model.minSigma=0.01"
            })
    void aSettingAndItsKeyGiveTheSameModelAndHash(String nested, String name, String key) {
        ExperimentConfig one = config("model.likelihood=" + nested);
        ExperimentConfig other = config("model.likelihood=" + name, key);
        assertThat(one.hash()).isEqualTo(other.hash());
        assertThat(one).isEqualTo(other);
        assertThat(likelihood(one))
                .isEqualTo(
                        name.equals("gaussian")
                                ? new GaussianLikelihood(0.1)
                                : new HeteroscedasticGaussianLikelihood(0.01));
    }

    /** As version 0.1 computed them. */
    @Test
    void oldConfigurationsKeepTheirHashes() {
        assertThat(config("model.likelihood=gaussian", "model.sigma=0.1").hash())
                .isEqualTo("15fdfd5905");
        assertThat(config("model.likelihood=gaussian_per_pixel", "model.minSigma=0")
                        .hash())
                .isEqualTo("11bd0747da");
        assertThat(config("model.likelihood=auto").hash()).isEqualTo("eed67ee0e0");
    }

    @Test
    void anOverrideReplacesTheDefaultsSetting() {
        ExperimentConfig config =
                over("{data: , model: {likelihood: gaussian, sigma: 0.5}}", "model.likelihood={gaussian: 1}");
        assertThat(likelihood(config)).isEqualTo(new GaussianLikelihood(1));
    }

    @Test
    void readsAStoredConfiguration() throws IOException {
        ExperimentConfig config = config("model.likelihood={laplace: 0.3}");
        Path file = Files.writeString(folder.resolve("config.yaml"), config.yaml());
        assertThat(ConfigResolver.stored(file)).isEqualTo(config);
        assertThat(config.flat()).containsEntry("model.likelihood.laplace", "0.3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.likelihood=laplaze | found 'laplaze', expected one of auto, bernoulli,",
                "model.likelihood={laplace: {b: 1}} | found unknown key 'model.likelihood.laplace.b', expected one of 'model.likelihood.laplace': scale",
                "model.likelihood={laplace: 0} | found scale = 0.0, expected a finite number > 0",
                "model.likelihood={gaussian_optimal: {sigma: 0.1}} | found unknown key 'model.likelihood.gaussian_optimal.sigma'",
                "model.likelihood={gaussian: -1} | sigma: found -1",
                "model.likelihood={bernoulli: 1} | expected nothing: it has no settings"
            })
    void refusesUnknownNamesAndWrongSettings(String override, String message) {
        assertThatThrownBy(() -> config(override))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void refusesALikelihoodOfLevelsForDequantisedData() {
        assertThatThrownBy(() ->
                        config("data.name=mnist", "data.dequantise=uniform", "model.likelihood=discretised_logistic"))
                .hasMessageContaining("found discretised_logistic with data.dequantise=uniform, expected a density");
    }

    @Test
    void refusesASettingBesideItsKey() throws IOException {
        Path file = Files.writeString(
                folder.resolve("mine.yaml"), "model: {sigma: 0.2, likelihood: {gaussian: {sigma: 0.1}}}");
        assertThatThrownBy(() ->
                        new ConfigResolver("example", "{data: , model: }", NoOptions.class).resolve(file, List.of()))
                .hasMessageContaining("found model.likelihood.gaussian and model.sigma, expected one of them");
    }
}
