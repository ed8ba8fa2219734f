package org.vae4j.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.run.trained.CheckpointFiles;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.train.checkpoint.Checkpoint;

/** A run with gaussian_optimal evaluates with one sigma, frozen from its training set. */
class CalibrationTest {

    private static final String SETTINGS = """
            data: {lines: {size: 8, train: 82, test: 20}, valid: 10}
            model: {kind: KIND, encoder: [12], latent: 2, decoder: [12], likelihood: gaussian_optimal}
            objective:
            training: {epochs: 2, batchSize: 16, select: SELECT, checkpointEverySeconds: 1.0e-9}
            evaluation: {batchSize: 8}
            """;

    @TempDir
    Path folder;

    private TinyTraining run(String name, int steps, String kind, String select, String... overrides) {
        return new TinyTraining(
                folder.resolve(name), SETTINGS.replace("KIND", kind).replace("SELECT", select), steps, overrides);
    }

    /** Without noise, so that batches could differ in nothing but sigma. */
    @Test
    void theNumberDependsOnNoBatchSize() throws Exception {
        Map<String, Object> few = TrainingRun.execute(run("few", Integer.MAX_VALUE, "autoencoder", "last"));
        Map<String, Object> all =
                TrainingRun.execute(run("all", Integer.MAX_VALUE, "autoencoder", "last", "evaluation.batchSize=20"));
        assertThat((double) few.get("sigma")).isPositive();
        assertThat((double) few.get("reconstructionNats"))
                .isCloseTo((double) all.get("reconstructionNats"), within(1e-4));
    }

    @Test
    void saysWhenOneBatchHoldsEveryExample() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(TrainingRun.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        log.addAppender(said);
        try {
            TrainingRun.execute(run("one", Integer.MAX_VALUE, "vae", "last", "training.batchSize=73"));
        } finally {
            log.detachAppender(said);
        }
        assertThat(said.list.stream().map(ILoggingEvent::getFormattedMessage))
                .contains("training.batchSize=73 is more than the 72 training examples: an epoch is one step");
    }

    @Test
    void aRunThatWasStoppedFindsTheSameSigma() throws Exception {
        Map<String, Object> whole = TrainingRun.execute(run("whole", Integer.MAX_VALUE, "vae", "best_valid"));
        try {
            TrainingRun.execute(run("parts", 7, "vae", "best_valid"));
        } catch (InterruptedException stopped) {
            assertThat(stopped).hasMessageContaining("stopped after epoch 1");
        }
        TinyTraining parts = run("parts", Integer.MAX_VALUE, "vae", "best_valid");
        assertThat(TrainingRun.execute(parts)).isEqualTo(whole);
        JsonNode test = Json.read(parts.root().resolve("eval/test.json"), JsonNode.class);
        assertThat(test.path("sigma").asDouble()).isEqualTo(whole.get("sigma"));
        assertThat(test.path("diagnostics").path("elboGapNats").isNumber()).isTrue();
        assertThat(Files.readAllLines(parts.root().resolve("metrics.jsonl")))
                .allMatch(line -> line.contains("\"sigma\""));
        Checkpoint last = new CheckpointFiles(parts.root().resolve("checkpoints"))
                .recover(false)
                .orElseThrow();
        assertThat(last.model().compiled().likelihood()).isInstanceOf(GaussianLikelihood.class);
        assertThat(Optional.of(last.model().compiled().likelihood().dependsOnBatch()))
                .contains(false);
    }
}
