package org.vae4j.experiment.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.config.section.TrainingConfig;

class ShorteningTest {

    /** Five batches per epoch, the last one short. */
    private static final String LINES = """
            data:
              binarisation: dynamic
              lines: {size: 8, train: 82, test: 20}
              valid: 10
            model: {encoder: [12], latent: 2, decoder: [12]}
            objective: {betaWarmupEpochs: 8}
            training:
              epochs: 40
              batchSize: 16
              stages:
                - {fromEpoch: 1, learningRate: 7.0e-4}
                - {fromEpoch: 4, learningRate: 5.0e-4}
                - {fromEpoch: 13, learningRate: 3.0e-4}
            evaluation: {batchSize: 8}
            """;

    private static ExperimentConfig lines(String... overrides) {
        return new ConfigResolver("lines-vae", LINES, NoOptions.class).resolve(Optional.empty(), List.of(overrides));
    }

    private static ExperimentConfig shortened(int times, String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.addAll(new Shortening(lines(overrides), times).overrides());
        return lines(all.toArray(String[]::new));
    }

    /** By hand: of 5 · 1, 5 · 4 and 5 · 13 updates the fourth part is 1.25, 5 and 16.25. */
    @Test
    void everyStageIsShortenedAlikeAndBeginsAtAnUpdate() {
        ExperimentConfig short4 = shortened(4);
        TrainingConfig training = short4.training().orElseThrow();
        assertThat(training.epochs()).isEqualTo(10);
        assertThat(training.learningRate()).isEqualTo(1e-3);
        assertThat(training.stages())
                .containsExactly(
                        TrainingConfig.Stage.fromUpdate(1, 7e-4),
                        TrainingConfig.Stage.fromUpdate(5, 5e-4),
                        TrainingConfig.Stage.fromUpdate(16, 3e-4));
        assertThat(short4.objective().orElseThrow().betaWarmupEpochs()).isEqualTo(2);
        assertThat(short4.differences(lines()))
                .extracting(difference -> difference.split("=")[0])
                .containsExactly("objective.betaWarmupEpochs", "training.epochs", "training.stages");
    }

    @Test
    void stagesThatBeginAtUpdatesAreShortenedToo() {
        assertThat(shortened(4, "training.stages=[{fromUpdate: 10, learningRate: 1e-4}]")
                        .training()
                        .orElseThrow()
                        .stages())
                .containsExactly(TrainingConfig.Stage.fromUpdate(3, 1e-4));
        assertThat(shortened(4, "training.stages=[]").training().orElseThrow().stages())
                .isEmpty();
    }

    /** The beginning of a stage, as a part of all updates, moves by at most half an update. */
    @Test
    void aStageTakesTheSamePartOfTheUpdates() {
        for (int times : new int[] {2, 4, 8}) {
            TrainingConfig training = shortened(times).training().orElseThrow();
            List<Integer> epochs = List.of(1, 4, 13);
            for (int i = 0; i < epochs.size(); i++) {
                double part = training.stages().get(i).from() / (5.0 * training.epochs());
                assertThat(Math.abs(part - epochs.get(i) / 40.0)).isLessThan(0.5 / (5 * training.epochs()) + 1e-12);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | seed=1 | found 7 with training.epochs=40, expected a divisor of it: 2, 4, 5, 8, 10, 20, 40",
                "5 | seed=1 | found 5 with objective.betaWarmupEpochs=8, expected a divisor of it: 2, 4, 8",
                "20 | objective.betaWarmupEpochs=0 | begins no update behind the one before",
                "4 | training.patience=3 | found training.patience, expected a schedule of training.epochs",
                "4 | training.schedule.warmupEpochs=3 | found training.schedule, expected",
                "4 | objective.terms=[{free_bits: 0.1}] | found objective.terms, expected",
                "4 | training.groups={decoder: {stages: [{fromEpoch: 3, learningRate: 1}]}} | found training.groups, expected",
                "4 | training.lagging={encoderSteps: 3, epochs: 2} | found training.lagging, expected",
            })
    void whatWouldNotBeOfTheSameShapeIsRefused(int times, String override, String message) {
        assertThatThrownBy(() -> shortened(times, override))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--shorten: ")
                .hasMessageContaining(message);
    }

    @Test
    void aScheduleOfBetaIsRefused() {
        assertThatThrownBy(() ->
                        shortened(4, "objective.betaWarmupEpochs=0", "objective.beta={linear: {end: 1, length: 4}}"))
                .hasMessageContaining("found a schedule for objective.beta");
    }

    /** The published setting: 41 epochs of 2,980 updates, of which the first stage takes 37.25. */
    @Test
    void anExtentAddsItsKeysToWhatWasTyped() {
        PublishedTarget target = PublishedTarget.named("burda-vae-k1").orElseThrow();
        List<String> typed = List.of("runtime.untilEpoch=2");
        assertThat(new Extent.Full().overrides(typed, target, lines())).isEqualTo(typed);
        assertThat(new Extent.Beginning().overrides(typed, target, lines()))
                .containsExactly("runtime.untilEpoch=364", "runtime.untilEpoch=2");
        assertThat(new Extent.Alike(4).overrides(typed, target, lines()))
                .startsWith("runtime.untilEpoch=2", "training.epochs=10", "objective.betaWarmupEpochs=2")
                .hasSize(4);
        assertThatThrownBy(() -> new Extent.Alike(1))
                .hasMessageContaining("--shorten: found 1, expected a whole number");
    }
}
