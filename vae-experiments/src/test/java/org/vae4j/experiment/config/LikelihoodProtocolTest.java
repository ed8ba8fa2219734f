package org.vae4j.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.extension.Registry;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.ValueRange;

class LikelihoodProtocolTest {

    private static LikelihoodProtocol of(String... overrides) {
        return LikelihoodProtocol.of(new ConfigResolver("example", """
                        data:
                        model:
                        objective:
                        training:
                        evaluation:
                        """, NoOptions.class).resolve(List.of(overrides)))
                .orElseThrow();
    }

    private static void compare(LikelihoodProtocol first, LikelihoodProtocol second) {
        Map<String, LikelihoodProtocol> byRun = new LinkedHashMap<>();
        byRun.put("runs/a", first);
        byRun.put("runs/b", second);
        LikelihoodProtocol.requireOne(byRun);
    }

    @ParameterizedTest
    @CsvSource({
        "data.name=mnist, data.binarisation=static, data.binarisation=dynamic",
        "data.name=mnist, data.binarisation=none, data.binarisation=dynamic",
        "data.name=mnist, data.binarisation=threshold, data.binarisation=threshold:30",
        "data.binarisation=dynamic, data.name=mnist, data.name=fashion-mnist",
        "data.name=mnist, data.binarisation=dynamic, 'data.resize=[14,14]'",
        "data.name=mnist-larochelle, data.binarisation=none, 'data.resize=[14,14]'",
        "data.binarisation=none, model.likelihood=bernoulli, model.likelihood=gaussian",
        "data.binarisation=none, data.lines.size=28, data.lines.size=16",
        "data.binarisation=none, data.seed=1, data.seed=2",
        "data.binarisation=none, data.lines.test=2000, data.lines.test=100",
    })
    void refusesToCompareRunsOfDifferentProtocols(String common, String first, String second) {
        assertThatThrownBy(() -> compare(of(common, first), of(common, second)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("in runs/b, expected")
                .hasMessageContaining("must not be compared")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void comparesRunsThatDifferInTheModelAlone() {
        assertThatCode(() -> compare(
                        of("data.name=mnist", "data.binarisation=dynamic", "seed=1", "model.latent=5"),
                        of(
                                "data.name=mnist",
                                "data.binarisation=dynamic",
                                "seed=2",
                                "objective.name=iwae",
                                "data.valid=400")))
                .doesNotThrowAnyException();
        assertThatCode(() -> LikelihoodProtocol.requireOne(Map.of())).doesNotThrowAnyException();
    }

    @Test
    void aThresholdWithoutItsNumberIsOneOf127() {
        assertThat(of("data.name=mnist", "data.binarisation=threshold"))
                .isEqualTo(of("data.name=mnist", "data.binarisation=threshold:127"));
    }

    /** With a frozen sigma the likelihood is a density; with one per batch it cannot be compared with any density. */
    @Test
    void aSigmaThatIsFittedToEachBatchHasAMeasureOfItsOwn() {
        LikelihoodProtocol frozen = of("data.name=mnist", "model.likelihood=gaussian_optimal");
        assertThat(frozen).isEqualTo(of("data.name=mnist", "model.likelihood=gaussian_learned"));
        assertThat(frozen.ofBatches()).hasToString("mnist, binarisation none, batch-density");
        assertThatThrownBy(() -> compare(frozen, frozen.ofBatches())).hasMessageContaining("must not be compared");
    }

    /** Error messages print the names of likelihoods, which a configuration must then accept. */
    @Test
    void everyLikelihoodIsConfiguredByItsOwnName() {
        for (Likelihood likelihood : Registry.of(Likelihood.class).prototypes()) {
            ModelConfig model = new ConfigResolver("example", "{data: , model: }", NoOptions.class)
                    .resolve(List.of("model.likelihood=" + likelihood.name()))
                    .model()
                    .orElseThrow();
            assertThat(model.newLikelihood(ValueRange.UNIT_INTERVAL))
                    .as(likelihood.name())
                    .isEqualTo(likelihood);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none, discretised_logistic, probability",
        "none, continuous_bernoulli, density",
        "dynamic, discretised_logistic, probability",
        "none, laplace, density"
    })
    void namesTheMeasureOfALikelihood(String binarisation, String likelihood, String measure) {
        assertThat(of("data.name=mnist", "data.binarisation=" + binarisation, "model.likelihood=" + likelihood))
                .hasToString("mnist, binarisation " + binarisation + ", " + measure);
    }

    /** A loss is a unit of its own, which depends on its settings. */
    @Test
    void aLossIsComparedWithTheSameLossAlone() {
        LikelihoodProtocol loss = of("data.name=mnist", "model.likelihood=log_cosh");
        assertThat(loss).hasToString("mnist by the loss \"log_cosh\", binarisation none, loss");
        assertThat(of("data.name=mnist", "model.likelihood={log_cosh: 10}")).isEqualTo(loss);
        assertThat(of("data.name=mnist", "model.likelihood={log_cosh: 3}")).isNotEqualTo(loss);
        assertThat(of("data.name=mnist", "data.binarisation=dynamic", "model.likelihood=log_cosh"))
                .isNotEqualTo(loss);
    }

    @Test
    void thePublishedBinarisedSetIsMnistUnderAnotherProtocol() {
        LikelihoodProtocol published = of("data.name=mnist-larochelle", "data.binarisation=none");
        assertThat(published).hasToString("mnist, binarisation static, probability");
        assertThat(of("data.name=mnist", "data.binarisation=static")).isNotEqualTo(published);
        assertThat(of("data.name=mnist", "data.binarisation=none"))
                .hasToString("mnist, binarisation none, cross-entropy");
    }
}
