package org.vae4j.experiment.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.config.section.TrainingConfig;

class ShorteningTest {

    private static final int EPOCHS = 40;
    /** Of 72 training examples in batches of 16, the last one short. */
    private static final int BATCHES_PER_EPOCH = 5;

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

    private static final PublishedTarget TARGET =
            PublishedTarget.named("burda-vae-k1").orElseThrow();
    private static final List<String> TYPED = List.of("runtime.untilEpoch=2");

    private static ExperimentConfig lines(String... overrides) {
        return new ConfigResolver("lines-vae", LINES, NoOptions.class).resolve(List.of(overrides));
    }

    private static ExperimentConfig shortened(int times, String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.addAll(new Shortening(lines(overrides), times).overrides());
        return lines(all.toArray(String[]::new));
    }

    /** The stages begin after 5 · 1, 5 · 4 and 5 · 13 updates; a quarter of these is 1.25, 5 and 16.25. */
    @Test
    void everyStageIsShortenedAndRoundedToAnUpdate() {
        ExperimentConfig quarter = shortened(4);
        TrainingConfig training = quarter.training().orElseThrow();
        assertThat(training.epochs()).isEqualTo(10);
        assertThat(training.learningRate()).isEqualTo(1e-3);
        assertThat(training.stages())
                .containsExactly(
                        TrainingConfig.Stage.fromUpdate(1, 7e-4),
                        TrainingConfig.Stage.fromUpdate(5, 5e-4),
                        TrainingConfig.Stage.fromUpdate(16, 3e-4));
        assertThat(quarter.objective().orElseThrow().betaWarmupEpochs()).isEqualTo(2);
        assertThat(quarter.differences(lines()))
                .extracting(difference -> difference.split("=")[0])
                .containsExactly("objective.betaWarmupEpochs", "training.epochs", "training.stages");
    }

    @Test
    void stagesThatBeginAtUpdatesAreShortened() {
        assertThat(shortened(4, "training.stages=[{fromUpdate: 10, learningRate: 1e-4}]")
                        .training()
                        .orElseThrow()
                        .stages())
                .containsExactly(TrainingConfig.Stage.fromUpdate(3, 1e-4));
    }

    @Test
    void scheduleWithoutStagesHasNone() {
        assertThat(shortened(4, "training.stages=[]").training().orElseThrow().stages())
                .isEmpty();
    }

    /** The beginning of a stage, as a share of all updates, moves by half an update at most. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void stageBeginsAtTheSameShareOfTheUpdates(int times) {
        TrainingConfig training = shortened(times).training().orElseThrow();
        double updates = BATCHES_PER_EPOCH * training.epochs();
        List<Integer> epochs = List.of(1, 4, 13);
        for (int i = 0; i < epochs.size(); i++) {
            double share = training.stages().get(i).from() / updates;
            assertThat(share)
                    .as("stage %d", i)
                    .isCloseTo(epochs.get(i) / (double) EPOCHS, within(0.5 / updates + 1e-12));
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
    void scheduleThatWouldChangeItsShapeIsRefused(int times, String override, String message) {
        assertThatThrownBy(() -> shortened(times, override))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--shorten: ")
                .hasMessageContaining(message);
    }

    @Test
    void scheduleOfBetaIsRefused() {
        assertThatThrownBy(() ->
                        shortened(4, "objective.betaWarmupEpochs=0", "objective.beta={linear: {end: 1, length: 4}}"))
                .hasMessageContaining("found a schedule for objective.beta");
    }

    @Test
    void extentOfTheFullScheduleAddsNothing() {
        assertThat(new Extent.Full().overrides(TYPED, TARGET, lines())).isEqualTo(TYPED);
    }

    @Test
    void extentOfTheBeginningAddsItsEndBeforeTheTypedOverrides() {
        assertThat(new Extent.Beginning().overrides(TYPED, TARGET, lines()))
                .containsExactly("runtime.untilEpoch=364", "runtime.untilEpoch=2");
    }

    @Test
    void extentOfAShortenedScheduleAddsItsKeysAfterTheTypedOverrides() {
        assertThat(new Extent.Alike(4).overrides(TYPED, TARGET, lines()))
                .startsWith("runtime.untilEpoch=2", "training.epochs=10", "objective.betaWarmupEpochs=2")
                .hasSize(4);
    }

    @Test
    void extentRefusesToShortenByOne() {
        assertThatThrownBy(() -> new Extent.Alike(1))
                .hasMessageContaining("--shorten: found 1, expected a whole number");
    }
}
