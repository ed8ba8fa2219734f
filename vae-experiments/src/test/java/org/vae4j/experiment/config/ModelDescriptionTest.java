package org.vae4j.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.training.MnistVae;

class ModelDescriptionTest {

    private static ExperimentConfig config(String... overrides) {
        return StudyRunner.resolver(new MnistVae()).resolve(List.of(overrides));
    }

    private static String sentence(String... overrides) {
        return ModelDescription.of(config(overrides)).orElseThrow().sentence();
    }

    @Test
    void describesEachPartOfTheReferenceModel() {
        assertThat(sentence())
                .isEqualTo("VAE; encoder 400, decoder 400, relu; z of 20 dimensions, q(z|x) diagonal Gaussian, p(z)"
                        + " standard normal; p(x|z) Bernoulli; negative ELBO; on mnist");
    }

    /** An activation has nothing to act on there. */
    @Test
    void callsANetworkWithoutBlocksLinear() {
        assertThat(sentence("model.encoder=[]", "model.decoder=[]"))
                .startsWith("VAE; encoder linear, decoder linear; z of");
        assertThat(sentence("model.encoder=[]")).startsWith("VAE; encoder linear, decoder 400, relu; z of");
    }

    @Test
    void doesNotCallTheLossOfACodeAnElbo() {
        assertThat(sentence("model.kind=autoencoder"))
                .contains("autoencoder", "a code of 20 dimensions without a prior", "reconstruction loss")
                .doesNotContain("ELBO", "q(z|x)");
    }

    @Test
    void namesThePriorThatACodeIsPulledTo() {
        assertThat(sentence(
                        "model.kind=autoencoder",
                        "model.latent=2",
                        "model.prior=swiss_roll",
                        "objective.terms=[{adversarial: 10}]"))
                .contains("a code of 2 dimensions, pulled to p(z) swiss roll");
    }

    @Test
    void namesDistributionsInTheWordsOfPapers() {
        assertThat(sentence("model.posterior=von_mises_fisher", "model.prior=sphere"))
                .contains("q(z|x) von Mises-Fisher, p(z) uniform on the sphere");
    }

    @Test
    void describesDrawsLimitAndBinarisation() {
        assertThat(sentence("objective.name=iwae", "model.draws=5", "data.limit=10000", "data.binarisation=dynamic"))
                .contains(
                        "negative IWAE with k = 5",
                        "on mnist, first 10,000 training examples, binarised: drawn anew in each epoch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "objective.beta=4 | objective.betaWarmupEpochs=2 | negative ELBO with β = 4, risen from 0 over 2 epochs",
                "objective.terms=[{free_bits: 0.25}] | model.draws=3 | negative ELBO, mean of 3 draws + free bits (0.25)",
                "model.encoder=[{conv:{channels:32,kernel:4,stride:2}},{dense:256}] | model.decoder=mirror"
                        + " | encoder conv 32 → 256, decoder mirror",
                "model.prior={mixture: 7} | seed=1 | p(z) mixture (7)",
                "model.condition=label | seed=1 | conditional VAE, whose encoder and decoder read the label y; ",
            })
    void describesSettingsByTheirEffect(String first, String second, String description) {
        assertThat(sentence(first, second)).contains(description);
    }

    /** The published set and one of our own have the same word in a configuration. */
    @Test
    void tellsThePublishedFixedBinarisationFromOwnDraws() {
        assertThat(sentence("data.binarisation=static", "data.seed=3"))
                .endsWith("mnist, binarised: fixed, drawn by vae4j with data.seed=3, which is not Larochelle's set");
        assertThat(sentence("data.name=mnist-larochelle"))
                .endsWith("mnist-larochelle, binarised: fixed, as Larochelle published them");
        assertThat(sentence("data.binarisation=threshold")).endsWith("mnist, binarised: threshold");
    }

    @Test
    void namesAVaeGan() {
        assertThat(sentence("objective.terms=[{gan: {discriminator: [32]}}]")).startsWith("VAE-GAN; ");
    }

    @Test
    void describesEveryLevelOfAHierarchy() {
        assertThat(sentence("model.hierarchy={bottom_up: {levels: [{latent: 5}, {latent: 2}]}}"))
                .startsWith("hierarchical VAE; ")
                .contains(
                        "z_1 of 20, z_2 of 5 and z_3 of 2 dimensions in a hierarchy (bottom up); q(z_1|x), q(z_2|z_1),"
                                + " q(z_3|z_2), p(z_1|z_2) and p(z_2|z_3) diagonal Gaussian, p(z_3) standard normal; ");
        assertThat(sentence("model.hierarchy={ladder: {levels: [{latent: 5}]}}", "model.prior={mixture: 7}"))
                .contains("z_1 of 20 and z_2 of 5 dimensions in a hierarchy (ladder); q(z_2|x), q(z_1|x, z_2) and"
                        + " p(z_1|z_2) diagonal Gaussian, p(z_2) mixture (7); ");
    }

    @Test
    void aHierarchyWithoutLevelsIsThePlainModel() {
        assertThat(sentence("model.hierarchy={ladder: {levels: []}}")).isEqualTo(sentence());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "separate               | posteriors of pairs separate; ",
                "{averaged: {changed: 1}} | posteriors of pairs averaged (1); "
            })
    void describesThePosteriorsOfPairs(String pairs, String description) {
        assertThat(sentence("data.name=lines", "data.pairs=1", "model.pairs=" + pairs))
                .contains("p(z) standard normal, " + description);
    }

    @Test
    void listsDifferencesFromTheDefaultsThatHaveAPartInTheResult() {
        assertThat(ModelDescription.differences(
                        config("objective.beta=4", "model.encoder=[300]", "name=mine", "runtime.threads=2"), config()))
                .containsExactly("model.encoder=[300]", "objective.beta=4.0");
        assertThat(ModelDescription.differences(config(), config())).isEmpty();
    }
}
