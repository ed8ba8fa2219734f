package org.vae4j.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.ConfigException;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.NoOptions;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.run.trained.CheckpointFiles;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.MetricsFile;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunDirectoryException;

class TrainingRunTest {

    /** Five batches an epoch, the last one short; two epochs. */
    private static final String TINY = """
            data:
              binarisation: dynamic
              lines: {size: 8, train: 82, test: 20}
              valid: 10
            model: {encoder: [12], latent: 2, decoder: [12]}
            objective: {betaWarmupEpochs: 1}
            training: {epochs: 2, batchSize: 16, select: best_valid, patience: 9, checkpointEverySeconds: 1.0e-9}
            evaluation: {batchSize: 8}
            """;

    @TempDir
    Path folder;

    @Test
    void continuesToTheSameBitsWithTwoThreadsThatShareEachBatch() throws Exception {
        String[] two = {"runtime.threads=2", "training.batchSize=24"};
        try {
            Run whole = new Run("whole", Integer.MAX_VALUE, two);
            Map<String, Object> expected = TrainingRun.execute(whole);
            Run stopped = new Run("parts", 4, two);
            assertThatThrownBy(() -> TrainingRun.execute(stopped)).isInstanceOf(InterruptedException.class);
            assertThat(TrainingRun.execute(new Run("parts", Integer.MAX_VALUE, two)))
                    .isEqualTo(expected);
        } finally {
            Backend.use(new Run("after", 0).config().runtime());
        }
    }

    /** Or a run that is killed between the two would go on without ever keeping it. */
    @Test
    void keepsACheckpointForGoodBeforeItIsTheLast() throws Exception {
        Run run = new Run("keep", Integer.MAX_VALUE, "training.keepEveryEpochs=1");
        Path checkpoints = run.directory().checkpoints();
        Files.createDirectories(checkpoints.resolve("epoch-000001.zip/in the way"));
        assertThatThrownBy(() -> TrainingRun.execute(run)).isInstanceOf(RunDirectoryException.class);
        assertThat(new CheckpointFiles(checkpoints)
                        .newest()
                        .orElseThrow()
                        .progress()
                        .epoch())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 7, 9})
    void continuesToTheSameBitsWhereverItWasStopped(int steps) throws Exception {
        Run whole = new Run("whole", Integer.MAX_VALUE);
        Map<String, Object> expected = TrainingRun.execute(whole);

        Run stopped = new Run("parts", steps);
        assertThatThrownBy(() -> TrainingRun.execute(stopped))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("stopped after epoch " + steps / 5 + ", batch " + steps % 5);
        Run continued = new Run("parts", Integer.MAX_VALUE);
        assertThat(TrainingRun.execute(continued)).isEqualTo(expected);
        assertThat(continued.metrics()).isEqualTo(whole.metrics());
        assertThat(continued.notes.get(0)).isEqualTo("continuing after epoch " + steps / 5 + ", batch " + steps % 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iwae", "iwae_dreg"})
    void importanceWeightedRunsContinueToo(String objective) throws Exception {
        String[] overrides = {"objective.name=" + objective, "model.draws=4", "training.epochs=1"};
        Map<String, Object> expected = TrainingRun.execute(new Run("whole-" + objective, Integer.MAX_VALUE, overrides));
        assertThatThrownBy(() -> TrainingRun.execute(new Run("parts-" + objective, 3, overrides)))
                .isInstanceOf(InterruptedException.class);
        assertThat(TrainingRun.execute(new Run("parts-" + objective, Integer.MAX_VALUE, overrides)))
                .isEqualTo(expected);
    }

    @Test
    void recordsWhatThePosteriorsSay() throws Exception {
        Run run = new Run("diagnosed", Integer.MAX_VALUE, "data.valid=30", "evaluation.diagnosticsExamples=25");
        assertThat(TrainingRun.execute(run)).doesNotContainKey("diagnostics");
        JsonNode test = Json.read(run.directory.root().resolve("eval/test.json"), JsonNode.class)
                .path("diagnostics");
        assertThat(test.path("examples").asInt()).isEqualTo(20);
        for (JsonNode line : MetricsFile.read(run.directory.root().resolve("metrics.jsonl"))) {
            JsonNode found = line.path("diagnostics");
            assertThat(found.path("klPerDimensionNats")).hasSize(2);
            assertThat(found.path("posteriorMeanVariance")).hasSize(2);
            assertThat(found.path("examples").asInt()).isEqualTo(25);
            assertThat(found.path("activeUnits").asInt()).isBetween(0, 2);
            double kl = found.path("klPerDimensionNats").get(0).asDouble()
                    + found.path("klPerDimensionNats").get(1).asDouble();
            assertThat(found.path("mutualInformationNats").asDouble()
                            + found.path("marginalKlNats").asDouble())
                    .isCloseTo(kl, org.assertj.core.data.Offset.offset(1e-9));
            assertThat(found.path("elboGapNats").asDouble()).isBetween(0.0, 5.0);
        }
        Run off = new Run("undiagnosed", Integer.MAX_VALUE, "data.valid=30", "evaluation.diagnosticsExamples=0");
        TrainingRun.execute(off);
        assertThat(off.metrics()).doesNotContain("diagnostics");
        assertThat(off.config.hash()).isEqualTo(run.config.hash());
    }

    @Test
    void averagesOverExamplesWhateverTheBatches() throws Exception {
        Map<String, Object> few = TrainingRun.execute(new Run("few", Integer.MAX_VALUE, "model.kind=autoencoder"));
        Map<String, Object> all = TrainingRun.execute(
                new Run("all", Integer.MAX_VALUE, "model.kind=autoencoder", "evaluation.batchSize=20"));
        // The same float sums in another order: 7 digits, 64 pixels.
        assertThat((double) all.get("reconstructionNats"))
                .isCloseTo((double) few.get("reconstructionNats"), org.assertj.core.data.Offset.offset(1e-4));
    }

    @Test
    void pausesWhereItIsToldToAndGoesOnToTheSameBits() throws Exception {
        Run whole = new Run("whole", Integer.MAX_VALUE);
        Map<String, Object> expected = TrainingRun.execute(whole);

        Run paused = new Run("parts", Integer.MAX_VALUE, "runtime.untilEpoch=1");
        assertThatThrownBy(() -> TrainingRun.execute(paused)).isInstanceOfSatisfying(PausedException.class, e -> {
            assertThat(e).hasMessage("paused after epoch 1, as runtime.untilEpoch says");
            assertThat(e.metrics()).containsEntry("epoch", 1).containsKey("negElboNats");
        });
        assertThat(paused.directory.root().resolve("eval/test-epoch-1.json")).exists();
        assertThat(paused.directory.root().resolve("eval/test.json")).doesNotExist();
        assertThat(TrainingRun.execute(new Run("parts", Integer.MAX_VALUE))).isEqualTo(expected);
    }

    /** A rate that ruins the model after the second epoch: the best is an early one, and training gives up waiting. */
    @Test
    void selectsTheBestOnValidationAndStopsWhenItWaitedLongEnough() throws Exception {
        String[] overrides = {
            "training.epochs=9",
            "training.learningRate=0.01",
            "training.stages=[{fromEpoch: 2, learningRate: 0.3}]",
            "training.select=best_valid",
            "training.patience=3",
            "data.valid=20"
        };
        Run run = new Run("selected", Integer.MAX_VALUE, overrides);
        Map<String, Object> result = TrainingRun.execute(run);

        List<JsonNode> lines = MetricsFile.read(run.directory.root().resolve("metrics.jsonl"));
        JsonNode best = lines.stream()
                .min(Comparator.comparingDouble(l -> l.at("/valid/negElboNats").asDouble()))
                .orElseThrow();
        assertThat(result).containsEntry("epoch", best.path("epoch").asInt());
        assertThat(lines).hasSize(best.path("epoch").asInt() + 3).hasSizeLessThan(9);
        assertThat((double) result.get("negElboNats"))
                .as("the test ELBO of that epoch, not of the last")
                .isEqualTo(best.at("/test/negElboNats").asDouble());
        assertThat(TrainedRun.open(run.directory.root()).progress().epoch())
                .isEqualTo(best.path("epoch").asInt());

        Run stopped = new Run("stopped", 9, overrides);
        assertThatThrownBy(() -> TrainingRun.execute(stopped)).isInstanceOf(InterruptedException.class);
        assertThat(TrainingRun.execute(new Run("stopped", Integer.MAX_VALUE, overrides)))
                .isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"training.select=best_valid", "training.patience=2"})
    void asksForValidationExamplesWhereItNeedsThem(String override) {
        assertThatThrownBy(() -> TrainingRun.execute(new Run("none", Integer.MAX_VALUE, override, "data.valid=0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found no validation examples");
    }

    @Test
    void recordsDataAndNumerics() throws Exception {
        Run run = new Run("recorded", Integer.MAX_VALUE, "runtime.threads=2");
        TrainingRun.execute(run);
        assertThat(run.provenance).containsKeys("data", "numerics");
        assertThat(run.provenance.get("numerics").toString()).contains("blasThreads=2");
    }

    @Test
    void refusesABackendThatIsNotBuiltIn() {
        assertThatThrownBy(() -> TrainingRun.execute(new Run("cuda", 1, "runtime.backend=cuda")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("runtime.backend: found cuda, expected cpu");
    }

    private final class Run implements RunEnvironment {

        private final ExperimentConfig config;
        private final RunDirectory directory;
        private final AtomicInteger stepsLeft;
        private final Map<String, Object> provenance = new HashMap<>();
        private final List<String> notes = new ArrayList<>();

        Run(String name, int steps, String... overrides) {
            List<String> all = new ArrayList<>(List.of(overrides));
            all.add("name=" + name);
            config = new ConfigResolver("tiny", TINY, NoOptions.class).resolve(Optional.empty(), all);
            directory = RunDirectory.open(folder, config);
            // Asked once before the first step, too.
            stepsLeft = new AtomicInteger(steps);
        }

        @Override
        public ExperimentConfig config() {
            return config;
        }

        @Override
        public RunDirectory directory() {
            return directory;
        }

        @Override
        public void provenance(String key, Object value) {
            provenance.put(key, value);
        }

        @Override
        public void print(String text) {}

        @Override
        public void note(String text) {
            notes.add(text);
        }

        @Override
        public void progress(String what, double fraction) {
            assertThat(fraction).isBetween(0.0, 1.0);
        }

        @Override
        public boolean stopRequested() {
            return stepsLeft.getAndDecrement() == 0;
        }

        String metrics() throws IOException {
            return Files.readString(directory.root().resolve("metrics.jsonl")).replaceAll("\"seconds\":[^,}]*", "");
        }
    }
}
