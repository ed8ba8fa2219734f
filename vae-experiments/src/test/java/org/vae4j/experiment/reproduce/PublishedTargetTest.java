package org.vae4j.experiment.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.runner.StudyRunner;

class PublishedTargetTest {

    private static ExperimentConfig config(Study study) {
        return StudyRunner.resolver(study).resolve(List.of());
    }

    @Test
    void everyTargetThatCanBeRunHasASettingOfTheSameBinarisation() {
        assertThat(PublishedStudy.all()).hasSizeGreaterThanOrEqualTo(11);
        for (Study study : PublishedStudy.all()) {
            PublishedTarget target = PublishedTarget.named(study.name()).orElseThrow();
            assertThat(config(study).data().orElseThrow().protocol())
                    .as(study.name())
                    .isEqualTo(target.binarisation());
        }
    }

    @Test
    void everyShortenedVariantEndsBeforeItsSchedule() {
        for (Study study : PublishedStudy.all()) {
            int scheduled = config(study).training().orElseThrow().epochs();
            PublishedTarget.named(study.name())
                    .orElseThrow()
                    .shortenedEpochs()
                    .ifPresent(epochs -> assertThat(epochs).as(study.name()).isLessThan(scheduled));
        }
    }

    static Stream<Study> studiesOfBurda() {
        return PublishedStudy.all().stream().filter(study -> study.name().startsWith("burda"));
    }

    /**
     * Stage i = 1, ..., 8 has 3^(i-1) epochs at the rate 1e-4 · round(10^(1 - (i-1)/7), 1), as in the authors' code.
     */
    @ParameterizedTest
    @MethodSource("studiesOfBurda")
    void stagesOfBurdaFollowTheRuleOfTheAuthors(Study study) {
        TrainingConfig training = config(study).training().orElseThrow();
        assertThat(training.learningRate()).as("stage 1").isEqualTo(1e-3);
        int epochsBefore = 1;
        for (int i = 2; i <= 8; i++) {
            TrainingConfig.Stage stage = training.stages().get(i - 2);
            double rate = 1e-4 * Math.round(Math.pow(10, 1 - (i - 1) / 7.0) * 10) / 10;
            assertThat(stage.fromEpoch().getAsInt()).as("stage %d", i).isEqualTo(epochsBefore);
            assertThat(stage.learningRate()).as("stage %d", i).isCloseTo(rate, within(1e-12));
            epochsBefore += (int) Math.pow(3, i - 1);
        }
        assertThat(training.epochs()).isEqualTo(epochsBefore);
    }

    /** Resizing makes grey values of strokes of 0 and 1, so this data has to be binarised again. */
    @Test
    void settingOfSmallOmniglotDiffersFromThatOfStaticMnistInItsDataOnly() {
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
    void targetThatCannotBeRunSaysWhyAndHasNoStudy() {
        assertThat(PublishedTarget.named("made-static").orElseThrow().missing())
                .hasValueSatisfying(why -> assertThat(why).contains("without a latent"));
        assertThat(PublishedStudy.named("made-static")).isEmpty();
    }

    @Test
    void renamedTargetIsFoundByItsFormerName() {
        assertThat(PublishedTarget.named("rezende-vae-static")).isEmpty();
        assertThat(PublishedTarget.formerly("rezende-vae-static"))
                .map(PublishedTarget::id)
                .contains("pythae-vae-static");
    }
}
