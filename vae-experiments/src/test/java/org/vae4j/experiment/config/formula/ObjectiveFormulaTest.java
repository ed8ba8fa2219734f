package org.vae4j.experiment.config.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.run.evaluation.Criterion;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.training.MnistVae;

class ObjectiveFormulaTest {

    private static final String VAE_GAN = "objective.terms=[{gan: {discriminator: [32, 16]}}]";

    private static ObjectiveFormula of(String... overrides) {
        ExperimentConfig config = StudyRunner.resolver(new MnistVae()).resolve(List.of(overrides));
        return ObjectiveFormula.of(
                config.model().orElseThrow(), config.objective().orElseThrow());
    }

    @Test
    void oneLossHasOneCurve() {
        ObjectiveFormula formula = of("objective.beta=4", "objective.terms=[{free_bits: 0.25}]");
        assertThat(formula.minimised()).isEqualTo("negative ELBO with β = 4 + free bits (0.25)");
        assertThat(formula.losses()).isEqualTo(ObjectiveFormula.Losses.ONE);
        assertThat(formula.curves())
                .containsExactly(new ObjectiveFormula.Curve("What is minimised", formula.minimised(), "", ""));
    }

    /** A VAE-GAN has no reconstruction term of pixels, and each network minimises a loss of its own. */
    @Test
    void writesTheLossOfEachNetworkOfAVaeGan() {
        ObjectiveFormula formula = of(VAE_GAN);
        assertThat(formula.minimised())
                .startsWith(
                        "encoder: KL + F; decoder: KL + F + A(E[x|z]) + A(sample); discriminator (32, 16): −log D(x)")
                .contains("F = ½‖f(x) − f(E[x|z])‖²", "A(x) = log(1 − D(x))")
                .doesNotContain("ELBO");
        assertThat(formula.losses()).isEqualTo(ObjectiveFormula.Losses.OF_EACH_NETWORK);
    }

    @Test
    void theEncodersLossOfAVaeGanHasACurve() {
        ObjectiveFormula.Curve encoder = of(VAE_GAN).curves().get(0);
        assertThat(encoder.title()).isEqualTo("Encoder's loss");
        assertThat(encoder.text()).startsWith("KL + F, which the encoder minimises; not in nats.");
        assertThat(encoder.recorded()).isEqualTo("ganEncoder");
    }

    @Test
    void theDecodersLossOfAVaeGanHasACurve() {
        ObjectiveFormula.Curve decoder = of(VAE_GAN).curves().get(1);
        assertThat(decoder.title()).isEqualTo("Decoder's loss");
        assertThat(decoder.text())
                .startsWith("KL + F + A(E[x|z]) + A(sample), which the decoder minimises; not in nats.");
        assertThat(decoder.besides()).isEqualTo("ganSamples");
    }

    @Test
    void theDecodersCurveStandsAloneIfNoSampleIsDrawn() {
        assertThat(of("objective.terms=[{gan: {adversarial: 0}}]")
                        .curves()
                        .get(1)
                        .besides())
                .isEmpty();
    }

    @Test
    void writesTheWeightsOfTheTerm() {
        String gan = "{gan: {pixels: 1, gamma: 0.5, adversarial: 2, generator: non_saturating}}";
        ObjectiveFormula formula = of("objective.beta=3", "objective.terms=[{free_bits: 0.25}, " + gan + "]");
        assertThat(formula.minimised())
                .startsWith("encoder: −log p(x|z) + 3 KL + free bits (0.25) + F; "
                        + "decoder: −log p(x|z) + 3 KL + free bits (0.25) + 0.5 F + 2 A(E[x|z]) + 2 A(sample);")
                .contains("A(x) = −log D(x)");
        assertThat(of("objective.terms=[{gan: {features: 0, adversarial: 0, pixels: 1}}]")
                        .minimised())
                .as("the limit case is the ELBO")
                .startsWith("encoder: −log p(x|z) + KL; decoder: −log p(x|z) + KL; ");
    }

    @Test
    void writesTheConditionOfEveryDensity() {
        assertThat(Notation.LABELLED.in("−log p(x|z) of z from q(z|x) bounds −log p(x): E[x|z]"))
                .isEqualTo("−log p(x|z, y) of z from q(z|x, y) bounds −log p(x|y): E[x|z, y]");
        assertThat(Notation.LABELLED.in("KL(q(z_j|x) ‖ N(0, 1)), KL(q(z|x) ‖ p(z|x)), q(z_1|x, z_2), q(z|x, y)"))
                .isEqualTo("KL(q(z_j|x, y) ‖ N(0, 1)), KL(q(z|x, y) ‖ p(z|x, y)), q(z_1|x, y, z_2), q(z|x, y)");
        assertThat(Notation.PLAIN.in("p(x), q(z|x)")).isEqualTo("p(x), q(z|x)");
    }

    private static Optional<TrainedBound> bound(String... overrides) {
        ExperimentConfig config = StudyRunner.resolver(new MnistVae()).resolve(List.of(overrides));
        Optional<TrainedBound> bound =
                TrainedBound.of(config.model().orElseThrow(), config.objective().orElseThrow());
        bound.ifPresent(found -> assertThat(found.criterion())
                .as("the name by which validation keeps it")
                .isEqualTo(Criterion.of(config).name()));
        return bound;
    }

    @Test
    void namesATrainedBoundThatIsNotTheElbo() {
        assertThat(bound()).isEmpty();
        assertThat(bound("model.draws=5")).isEmpty();
        assertThat(bound("model.kind=autoencoder")).isEmpty();
        TrainedBound iwae = bound("objective.name=iwae", "model.draws=5").orElseThrow();
        assertThat(iwae.title()).isEqualTo("negative IWAE bound (k = 5)");
        assertThat(iwae.minimised()).isTrue();
        assertThat(bound("objective.name=iwae", "model.draws=5", "objective.beta=2")
                        .orElseThrow()
                        .minimised())
                .isFalse();
        assertThat(bound("objective.name=tvo", "model.draws=10").orElseThrow().title())
                .startsWith("negative tvo")
                .endsWith(" bound (k = 10)");
    }
}
