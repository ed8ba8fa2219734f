package org.vae4j.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.run.trained.CheckpointFiles;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.train.checkpoint.Checkpoint;

/** A run with the likelihood gaussian_optimal evaluates with one sigma, which is frozen from its training set. */
class CalibrationTest {

    private static final String SETTINGS = """
            data: {lines: {size: 8, train: 82, test: 20}, valid: 10}
            model: {kind: KIND, encoder: [12], latent: 2, decoder: [12], likelihood: gaussian_optimal}
            objective:
            training: {epochs: 2, batchSize: 16, select: SELECT, checkpointEverySeconds: 1.0e-9}
            evaluation: {batchSize: 8}
            """;

    private static final int TO_THE_END = Integer.MAX_VALUE;

    /** There are five steps per epoch, so that training stops in the second of two epochs. */
    private static final int STEPS_BEFORE_STOP = 7;

    @TempDir
    Path folder;

    private TinyTraining run(String name, int steps, String kind, String select, String... overrides) {
        return new TinyTraining(
                folder.resolve(name), SETTINGS.replace("KIND", kind).replace("SELECT", select), steps, overrides);
    }

    /** An autoencoder has no noise, so that batches of different sizes could differ in sigma only. */
    @Test
    void theTestResultDoesNotDependOnTheBatchSize() throws Exception {
        Map<String, Object> batchesOfEight = TrainingRun.execute(run("eight", TO_THE_END, "autoencoder", "last"));
        Map<String, Object> oneBatch =
                TrainingRun.execute(run("one", TO_THE_END, "autoencoder", "last", "evaluation.batchSize=20"));
        assertThat((double) batchesOfEight.get("sigma")).isPositive();
        assertThat((double) batchesOfEight.get("reconstructionNats"))
                .isCloseTo((double) oneBatch.get("reconstructionNats"), within(1e-4));
    }

    @Test
    void warnsWhenOneBatchHoldsEveryExample() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(TrainingRun.class);
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        log.addAppender(events);
        try {
            TrainingRun.execute(run("one", TO_THE_END, "vae", "last", "training.batchSize=73"));
        } finally {
            log.detachAppender(events);
        }
        assertThat(events.list.stream().map(ILoggingEvent::getFormattedMessage))
                .contains("training.batchSize=73 is more than the 72 training examples: an epoch is one step");
    }

    @Test
    void aStoppedRunContinuesToTheSameSigma() throws Exception {
        Map<String, Object> whole = TrainingRun.execute(run("whole", TO_THE_END, "vae", "best_valid"));
        assertThatThrownBy(() -> TrainingRun.execute(run("parts", STEPS_BEFORE_STOP, "vae", "best_valid")))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("stopped after epoch 1");
        assertThat(TrainingRun.execute(run("parts", TO_THE_END, "vae", "best_valid")))
                .isEqualTo(whole);
    }

    /** The gap to log p(x) can only be measured with a frozen sigma. */
    @Test
    void resultsAndMetricsNameTheSigma() throws Exception {
        TinyTraining run = run("named", TO_THE_END, "vae", "last");
        Map<String, Object> result = TrainingRun.execute(run);
        JsonNode test = Json.read(run.root().resolve("eval/test.json"), JsonNode.class);
        assertThat(test.path("sigma").asDouble()).isEqualTo(result.get("sigma"));
        assertThat(test.path("diagnostics").path("elboGapNats").isNumber()).isTrue();
        assertThat(Files.readAllLines(run.root().resolve("metrics.jsonl")))
                .hasSize(2)
                .allMatch(line -> line.contains("\"sigma\""));
    }

    @Test
    void theLastCheckpointHasTheFrozenSigma() throws Exception {
        TinyTraining run = run("stored", TO_THE_END, "vae", "last");
        TrainingRun.execute(run);
        Checkpoint last =
                new CheckpointFiles(run.root().resolve("checkpoints")).newest().orElseThrow();
        assertThat(last.model().compiled().likelihood()).isInstanceOf(GaussianLikelihood.class);
        assertThat(last.model().compiled().likelihood().dependsOnBatch()).isFalse();
    }
}
