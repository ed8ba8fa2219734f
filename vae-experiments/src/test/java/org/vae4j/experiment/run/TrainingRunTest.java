package org.vae4j.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.run.evaluation.Criterion;
import org.vae4j.experiment.run.evaluation.ImportanceWeightedCriterion;
import org.vae4j.experiment.run.evaluation.MetricCriterion;
import org.vae4j.experiment.run.evaluation.ReducerCriterion;
import org.vae4j.experiment.run.trained.CheckpointFiles;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.MetricsFile;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.model.guard.ModelFileGuard;
import org.vae4j.objective.reducer.ThermodynamicReducer;
import org.vae4j.train.checkpoint.BestEpoch;
import org.vae4j.train.checkpoint.Checkpoint;

class TrainingRunTest {

    /** Five batches per epoch, the last one short; two epochs. */
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

    /** In the middle of a row of encoder steps, at the end of an epoch, and behind the phase. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 8})
    void anEncoderThatCatchesUpContinuesToo(int steps) throws Exception {
        String[] lagging = {"training.lagging={encoderSteps: 3, epochs: 2, window: 1}"};
        Run whole = new Run("whole", Integer.MAX_VALUE, lagging);
        Map<String, Object> expected = TrainingRun.execute(whole);
        assertThat(expected).isNotEqualTo(TrainingRun.execute(new Run("plain", Integer.MAX_VALUE)));
        assertThatThrownBy(() -> TrainingRun.execute(new Run("parts", steps, lagging)))
                .isInstanceOf(InterruptedException.class);
        Run continued = new Run("parts", Integer.MAX_VALUE, lagging);
        assertThat(TrainingRun.execute(continued)).isEqualTo(expected);
        assertThat(continued.metrics()).isEqualTo(whole.metrics());
    }

    /** Rényi's bound is the importance-weighted one at α = 0, and has a formula of its own beside it. */
    @Test
    void theTrainedBoundOfTheTestExamplesIsKept() throws Exception {
        JsonNode weighted = bound("objective.name=iwae", "model.draws=5");
        JsonNode renyi = bound("objective.name={renyi: 1e-8}", "model.draws=5");
        assertThat(weighted.path("criterion").asText()).isEqualTo("iwae-5");
        assertThat(renyi.path("criterion").asText()).isEqualTo("renyi-5");
        for (JsonNode bound : List.of(weighted, renyi)) {
            assertThat(bound.path("draws").asInt()).isEqualTo(5);
            assertThat(bound.path("examples").asInt()).isEqualTo(20);
            assertThat(bound.path("epoch").asInt()).isEqualTo(2);
        }
        assertThat(weighted.path("standardErrorNats").asDouble()).isPositive();
        assertThat(renyi.path("negBoundNats").asDouble())
                .isCloseTo(weighted.path("negBoundNats").asDouble(), within(1e-3));
    }

    private JsonNode bound(String... overrides) throws Exception {
        String[] last = Stream.concat(Stream.of("training.select=last"), Stream.of(overrides))
                .toArray(String[]::new);
        Run run = new Run("bound-" + overrides[0].length(), Integer.MAX_VALUE, last);
        TrainingRun.execute(run);
        return RunFiles.in(run.directory().root()).json("eval/bound.json");
    }

    /** Before, at and behind the update at which the rate changes, which is the third of the second epoch. */
    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8})
    void stagesByUpdatesContinueWithinAnEpoch(int steps) throws Exception {
        String stages = "training.stages=[{fromUpdate: 7, learningRate: 0.003}]";
        Run whole = new Run("whole", Integer.MAX_VALUE, stages);
        Map<String, Object> expected = TrainingRun.execute(whole);
        assertThat(expected).isNotEqualTo(TrainingRun.execute(new Run("plain", Integer.MAX_VALUE)));
        assertThatThrownBy(() -> TrainingRun.execute(new Run("parts", steps, stages)))
                .isInstanceOf(InterruptedException.class);
        Run continued = new Run("parts", Integer.MAX_VALUE, stages);
        assertThat(TrainingRun.execute(continued)).isEqualTo(expected);
        assertThat(continued.metrics()).isEqualTo(whole.metrics());
    }

    @Test
    void theFirstUpdateOfAnEpochIsWhereTheEpochBegins() throws Exception {
        Run epochs = new Run("epochs", Integer.MAX_VALUE, "training.stages=[{fromEpoch: 1, learningRate: 0.003}]");
        Run updates = new Run("updates", Integer.MAX_VALUE, "training.stages=[{fromUpdate: 5, learningRate: 0.003}]");
        Run later = new Run("later", Integer.MAX_VALUE, "training.stages=[{fromUpdate: 6, learningRate: 0.003}]");
        assertThat(TrainingRun.execute(epochs))
                .isEqualTo(TrainingRun.execute(updates))
                .isNotEqualTo(TrainingRun.execute(later));
        assertThat(withoutRate(epochs)).isEqualTo(withoutRate(updates)).isNotEqualTo(withoutRate(later));
    }

    /** The line of an epoch names the rate of the update that follows it, in the epoch that it ends. */
    private static String withoutRate(Run run) throws IOException {
        return run.metrics().replaceAll("\"learningRate\":[^,}]*", "");
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

    /** A bound with terms, and a code that is drawn to the prior; workers share each batch, whose objective is one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vae | [{free_bits: 0.3}, {capacity: {gamma: 2, nats: {linear: {end: 4}}}}] | free_bits,capacity",
                "autoencoder | [{mmd: {weight: 20}}] | mmd",
                "vae | [{factor: {gamma: 5, discriminator: [8]}}] | factor",
                "autoencoder | [{adversarial: {weight: 2, discriminator: [8]}}] | adversarial"
            })
    void recordsTermsAndContinuesWithThem(String kind, String terms, String names) throws Exception {
        String[] overrides = {"model.kind=" + kind, "objective.terms=" + terms, "training.workers=2"};
        Run whole = new Run("whole-" + kind, Integer.MAX_VALUE, overrides);
        Map<String, Object> expected = TrainingRun.execute(whole);
        assertThat(((Map<?, ?>) expected.get("terms")).keySet().toString())
                .isEqualTo("[" + names.replace(",", ", ") + "]");
        for (JsonNode line : MetricsFile.read(whole.directory.root().resolve("metrics.jsonl"))) {
            for (String name : names.split(",")) {
                assertThat(line.path("train").path("terms").path(name).isDouble())
                        .isTrue();
                assertThat(line.path("valid").path("terms").path(name).isDouble())
                        .isTrue();
            }
        }
        assertThatThrownBy(() -> TrainingRun.execute(new Run("parts-" + kind, 3, overrides)))
                .isInstanceOf(InterruptedException.class);
        Run continued = new Run("parts-" + kind, Integer.MAX_VALUE, overrides);
        assertThat(TrainingRun.execute(continued)).isEqualTo(expected);
        assertThat(continued.metrics()).isEqualTo(whole.metrics());
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

    @ParameterizedTest
    @ValueSource(strings = {"vae", "autoencoder"})
    void averagesOverExamplesWhateverTheBatches(String kind) throws Exception {
        Map<String, Object> few = tested(kind, 77);
        Map<String, Object> all = tested(kind, 500);
        // Single precision, of 64 pixels: the kernels' blocks may add in another order.
        assertThat(all.containsKey("klNats")).isEqualTo(kind.equals("vae"));
        for (String number : List.of("reconstructionNats", "standardErrorNats")) {
            assertThat((double) all.get(number))
                    .as(number)
                    .isCloseTo((double) few.get(number), org.assertj.core.data.Offset.offset(1e-5));
        }
    }

    private Map<String, Object> tested(String kind, int batchSize) throws Exception {
        return TrainingRun.execute(new Run(
                kind + batchSize,
                Integer.MAX_VALUE,
                "model.kind=" + kind,
                "data.lines={size: 8, train: 82, test: 600}",
                "evaluation.samples=" + (kind.equals("vae") ? 2 : 1),
                "evaluation.batchSize=" + batchSize));
    }

    /** Checkpoints of version 0.1 do not say how their noise was keyed. */
    @Test
    void aTrainingWithTheNoiseOfAnEarlierVersionGoesOnAndSaysSo() throws Exception {
        Run stopped = new Run("old", 3);
        assertThatThrownBy(() -> TrainingRun.execute(stopped)).isInstanceOf(InterruptedException.class);
        Path file = stopped.directory.checkpoints().resolve("last.zip");
        Checkpoint now = Checkpoint.read(file);
        new Checkpoint(now.model(), now.progress(), now.epochTerms(), now.best(), now.firstSteps(), now.lag(), 1)
                .write(file);
        Run continued = new Run("old", Integer.MAX_VALUE);
        TrainingRun.execute(continued);
        assertThat(continued.notes).anySatisfy(note -> assertThat(note).contains("noise is drawn by example"));
        assertThat(continued.provenance.get("noise"))
                .isEqualTo(Map.of(
                        "keying",
                        2,
                        "keyingBefore",
                        1,
                        "sinceIteration",
                        now.progress().iteration()));
        Run fresh = new Run("fresh", Integer.MAX_VALUE);
        TrainingRun.execute(fresh);
        assertThat(fresh.provenance.get("noise")).isEqualTo(Map.of("keying", 2));
        assertThat(fresh.notes).noneSatisfy(note -> assertThat(note).contains("noise"));
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
        assertThat(paused.directory.root().resolve("eval/test-epoch-1.json"))
                .content()
                .contains("negElboNats")
                .doesNotContain("diagnostics");
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

    private static final String[] ENDS_BY_PATIENCE = {
        "training.epochs=9",
        "training.learningRate=0.01",
        "training.stages=[{fromEpoch: 2, learningRate: 0.3}]",
        "training.select=last",
        "training.patience=1",
        "data.valid=20",
        "training.checkpointEverySeconds=0"
    };

    /** Not of one step more: the last line of the metrics and the test result are of one model, which is the last. */
    @Test
    void isTheModelOfTheLastEpochWhenPatienceEnds() throws Exception {
        Run run = new Run("last", Integer.MAX_VALUE, ENDS_BY_PATIENCE);
        Map<String, Object> result = TrainingRun.execute(run);
        List<JsonNode> lines = MetricsFile.read(run.directory.root().resolve("metrics.jsonl"));
        assertThat(lines).hasSizeBetween(2, 8);
        JsonNode last = lines.get(lines.size() - 1);
        assertThat((double) result.get("negElboNats"))
                .isEqualTo(last.at("/test/negElboNats").asDouble());
        assertThat(result).containsEntry("epoch", lines.size()).containsEntry("selectedBy", "last");
        assertThat(TrainedRun.open(run.directory.root()).progress().batch()).isZero();
    }

    /** The checkpoint before is all that a process leaves that is killed before it writes its last one. */
    @Test
    void continuesToTheSameBitsFromTheCheckpointBeforeTheOneAtWhichPatienceEnded() throws Exception {
        Run whole = new Run("whole", Integer.MAX_VALUE, ENDS_BY_PATIENCE);
        Map<String, Object> expected = TrainingRun.execute(whole);
        Path checkpoints = whole.directory.root().resolve("checkpoints");
        INDArray parameters =
                TrainedRun.open(whole.directory.root()).model().graph().params().dup();
        String metrics = whole.metrics();

        Files.move(
                checkpoints.resolve("previous.zip"),
                checkpoints.resolve("last.zip"),
                StandardCopyOption.REPLACE_EXISTING);
        Run again = new Run("whole", Integer.MAX_VALUE, ENDS_BY_PATIENCE);
        assertThat(TrainingRun.execute(again)).isEqualTo(expected);
        assertThat(again.metrics()).isEqualTo(metrics);
        assertThat(TrainedRun.open(whole.directory.root()).model().graph().params())
                .isEqualTo(parameters);
    }

    /** An importance-weighted training is judged by its own bound: a better one may come with a worse ELBO. */
    @Test
    void selectsByTheBoundThatIsTrained() throws Exception {
        String[] overrides = {
            "objective.name=iwae", "model.draws=5", "training.epochs=4", "training.select=best_valid", "data.valid=30"
        };
        Run run = new Run("bound", Integer.MAX_VALUE, overrides);
        Map<String, Object> result = TrainingRun.execute(run);
        List<JsonNode> lines = MetricsFile.read(run.directory.root().resolve("metrics.jsonl"));
        for (JsonNode line : lines) {
            assertThat(line.at("/selection/criterion").asText()).isEqualTo("iwae-5");
            assertThat(line.at("/selection/negBoundNats").asDouble())
                    .as("a tighter bound")
                    .isLessThan(line.at("/valid/negElboNats").asDouble());
        }
        JsonNode best = lines.stream()
                .min(Comparator.comparingDouble(
                        l -> l.at("/selection/negBoundNats").asDouble()))
                .orElseThrow();
        assertThat(result).containsEntry("epoch", best.path("epoch").asInt()).containsEntry("selectedBy", "iwae-5");
        BestEpoch recorded = new CheckpointFiles(run.directory.checkpoints())
                .newest()
                .orElseThrow()
                .best()
                .orElseThrow();
        assertThat(recorded)
                .isEqualTo(new BestEpoch(
                        best.path("epoch").asInt(),
                        "iwae-5",
                        best.at("/selection/negBoundNats").asDouble()));
    }

    @Test
    void namesTheCriterionOfEachObjective() {
        assertThat(criterion()).isEqualTo(new MetricCriterion("elbo"));
        assertThat(criterion("objective.beta=4")).as("a bound only at 1").isEqualTo(new MetricCriterion("elbo"));
        assertThat(criterion("model.draws=5")).isEqualTo(new MetricCriterion("elbo"));
        assertThat(criterion("objective.name=iwae_dreg", "model.draws=50"))
                .isEqualTo(new ImportanceWeightedCriterion(50));
        assertThat(criterion("objective.name=iwae", "model.draws=1")).isEqualTo(new MetricCriterion("elbo"));
        assertThat(criterion("model.kind=autoencoder")).isEqualTo(new MetricCriterion("reconstruction"));
        // A training of version 0.1 goes on as it began.
        assertThat(Criterion.of(new BestEpoch(3, BestEpoch.ELBO, 7), config("objective.name=iwae", "model.draws=9")))
                .isEqualTo(new MetricCriterion("elbo"));
        assertThat(Criterion.of(new BestEpoch(3, "iwae-50", 7), config()))
                .isEqualTo(new ImportanceWeightedCriterion(50));
    }

    @Test
    void namesTheCriterionOfEachReducer() {
        assertThat(criterion("objective.name={miwae: 2}", "model.draws=10"))
                .isEqualTo(new ImportanceWeightedCriterion(5));
        assertThat(criterion("objective.name=stl", "model.draws=10")).isEqualTo(new MetricCriterion("elbo"));
        ReducerCriterion tvo = new ReducerCriterion(new ThermodynamicReducer(), 10);
        assertThat(criterion("objective.name=tvo", "model.draws=10")).isEqualTo(tvo);
        assertThat(tvo.name()).isEqualTo("tvo-10");
        assertThat(Criterion.of(new BestEpoch(3, "tvo-10", 7), config("objective.name=tvo", "model.draws=10")))
                .isEqualTo(tvo);
        assertThat(criterion(
                        "objective.name=vr_max", "model.draws=10", "training.select=last", "training.patience=null"))
                .as("no bound: the ELBO is only watched")
                .isEqualTo(new MetricCriterion("elbo"));
    }

    @Test
    void namesTheCriterionThatIsAskedFor() {
        assertThat(criterion("objective.name=vr_max", "training.select=best_valid", "training.selectBy=iwae-500"))
                .isEqualTo(new ImportanceWeightedCriterion(500));
        assertThat(criterion("objective.terms=[mmd]", "training.selectBy=mmd")).isEqualTo(new MetricCriterion("mmd"));
        assertThat(criterion("training.selectBy=objective")).isEqualTo(new MetricCriterion("objective"));
    }

    private Criterion criterion(String... overrides) {
        return Criterion.of(config(overrides));
    }

    private ExperimentConfig config(String... overrides) {
        return new ConfigResolver("tiny", TINY, NoOptions.class).resolve(List.of(overrides));
    }

    @Test
    void refusesToGoOnWithOtherData() throws Exception {
        assertThatThrownBy(() -> TrainingRun.execute(new Run("data", 6))).isInstanceOf(InterruptedException.class);
        Run changed = new Run("data", Integer.MAX_VALUE);
        Path provenance = changed.directory.root().resolve("provenance.json");
        String recorded = Files.readString(provenance);
        Files.writeString(
                provenance,
                recorded.replaceFirst("sha256:.", "sha256:x")
                        .replaceFirst(
                                "sha256:x", "sha256:" + (recorded.contains("train=62x1x8x8:sha256:0") ? "1" : "0")));
        assertThatThrownBy(() -> TrainingRun.execute(changed))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found data with the content sha256 ")
                .hasMessageContaining("put the first data back, or begin another run by --name");
        assertThatThrownBy(() -> TrainedRun.open(changed.directory.root()).data())
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found data with the content sha256 ");
        Files.writeString(provenance, recorded);
        assertThat(TrainingRun.execute(changed)).containsEntry("epoch", 2);
    }

    @Test
    void refusesAModelWhoseCheckpointsCouldNotBeReadBeforeTheFirstStep() {
        Run run = new Run("large", Integer.MAX_VALUE);
        System.setProperty(ModelFileGuard.MAX_BYTES, "1000000");
        try {
            assertThatThrownBy(() -> TrainingRun.execute(run))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("VAE_JAVA_OPTS=-Dvae4j.maxModelBytes=");
        } finally {
            System.clearProperty(ModelFileGuard.MAX_BYTES);
        }
        assertThat(run.directory.checkpoints()).isEmptyDirectory();
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
            config = new ConfigResolver("tiny", TINY, NoOptions.class).resolve(all);
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
            directory.write("provenance.json", provenance);
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
