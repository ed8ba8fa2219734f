package org.vae4j.experiment.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.runner.StudyRunner;

class PublishedTargetTest {

    private static ExperimentConfig config(Study study) {
        return StudyRunner.resolver(study).resolve(Optional.empty(), List.of());
    }

    @Test
    void everyTargetThatCanBeRunHasASettingOfTheSameBinarisation() {
        assertThat(PublishedStudy.all()).hasSizeGreaterThanOrEqualTo(11);
        for (Study study : PublishedStudy.all()) {
            PublishedTarget target = PublishedTarget.named(study.name()).orElseThrow();
            ExperimentConfig config = config(study);
            assertThat(config.data().orElseThrow().protocol()).as(study.name()).isEqualTo(target.binarisation());
            target.shortenedEpochs()
                    .ifPresent(n -> assertThat(n)
                            .isLessThan(config.training().orElseThrow().epochs()));
        }
    }

    /** Eight stages of 3^(i-1) epochs at 1e-4 · round(10^(1 - (i-1)/7), 1), as the authors' code has them. */
    @Test
    void theStagesOfBurdaFollowTheirRule() {
        for (Study study : PublishedStudy.all()) {
            if (study.name().startsWith("burda")) {
                TrainingConfig training = config(study).training().orElseThrow();
                assertThat(training.learningRate()).isEqualTo(1e-3);
                int epochs = 1;
                for (int i = 2; i <= 8; i++) {
                    TrainingConfig.Stage stage = training.stages().get(i - 2);
                    double rate = 1e-4 * Math.round(Math.pow(10, 1 - (i - 1) / 7.0) * 10) / 10;
                    assertThat(stage.fromEpoch().getAsInt())
                            .as("%s, stage %d", study.name(), i)
                            .isEqualTo(epochs);
                    assertThat(stage.learningRate()).isCloseTo(rate, within(1e-12));
                    epochs += (int) Math.pow(3, i - 1);
                }
                assertThat(training.epochs()).isEqualTo(epochs);
            }
        }
    }

    /** Strokes of 0 and 1 become grey where they are resized, so that they are binarised anew. */
    @Test
    void theSmallOmniglotDiffersFromTheStaticRowsInItsDataAlone() {
        for (String prior : List.of("", "-standard")) {
            ExperimentConfig small = config(
                    PublishedStudy.named("vampprior-omniglot-small" + prior).orElseThrow());
            ExperimentConfig mnist =
                    config(PublishedStudy.named("vampprior-static" + prior).orElseThrow());
            assertThat(small.differences(mnist))
                    .filteredOn(change -> !change.startsWith("experiment="))
                    .containsExactlyInAnyOrder(
                            "data.name=omniglot-small",
                            "data.resize=[28,28]",
                            "data.valid=242",
                            "data.binarisation=dynamic");
            assertThat(small.data().orElseThrow().comesBinary()).isFalse();
            assertThat(small.data().orElseThrow().pictures()).contains(new ImageShape(1, 28, 28));
        }
    }

    @Test
    void saysWhyATargetCannotBeRun() {
        assertThat(PublishedTarget.named("made-static").orElseThrow().missing())
                .hasValueSatisfying(why -> assertThat(why).contains("without a latent"));
        assertThat(PublishedStudy.named("made-static")).isEmpty();
    }

    @Test
    void aTargetThatWasRenamedIsFoundByWhatItWasCalled() {
        assertThat(PublishedTarget.named("rezende-vae-static")).isEmpty();
        assertThat(PublishedTarget.formerly("rezende-vae-static"))
                .map(PublishedTarget::id)
                .contains("pythae-vae-static");
    }
}
