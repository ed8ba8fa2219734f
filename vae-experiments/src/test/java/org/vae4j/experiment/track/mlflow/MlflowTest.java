package org.vae4j.experiment.track.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Callback;
import org.vae4j.train.Progress;
import org.vae4j.train.TrainResult;

/** Tests against a stub of MLflow's server, {@link MlflowStub}. */
class MlflowTest {

    private static final int METRICS = 2500;

    @TempDir
    Path folder;

    @Test
    void aFinishedRunHasParametersTagsMetricsAndArtifacts() throws IOException {
        Path run = run();
        try (MlflowStub stub = MlflowStub.start(0)) {
            Mlflow mlflow = new Mlflow(stub.address(), "");
            train(mlflow, run, 1, 2);
            mlflow.completed(run);
            assertThat(stub.experiments()).containsOnlyKeys("tracked");
            assertThat(stub.runs()).containsExactly("run1 seed1-abc of 1");
            assertThat(stub.parameters()).containsEntry("model.latent", "3").containsEntry("seed", "1");
            assertThat(stub.tags())
                    .containsEntry("mlflow.source.git.commit", "0123")
                    .containsEntry("vae4j.hash", "abc");
            assertThat(stub.metrics())
                    .containsEntry("train/negElboNats@1", 10.0)
                    .containsEntry("train/negElboNats@2", 5.0)
                    .containsEntry("final/negElboNats@2", 4.5);
            assertThat(stub.files())
                    .containsOnlyKeys(
                            "1/run1/artifacts/config.yaml",
                            "1/run1/artifacts/eval/test.json",
                            "1/run1/artifacts/metrics.jsonl",
                            "1/run1/artifacts/provenance.json");
            assertThat(stub.states()).last().isEqualTo("FINISHED");
        }
    }

    @Test
    void aContinuedRunContinuesTheSameRunOfMlflow() throws IOException {
        Path run = run();
        try (MlflowStub stub = MlflowStub.start(0)) {
            Mlflow mlflow = new Mlflow(stub.address(), "vaes");
            trainFrom(mlflow, run, 0, false, 1);
            assertThat(stub.states()).last().isEqualTo("KILLED");
            trainFrom(mlflow, run, 1, true, 2);
            assertThat(stub.runs()).hasSize(1);
            assertThat(stub.experiments()).containsOnlyKeys("vaes");
            assertThat(stub.metrics()).containsKeys("train/negElboNats@1", "train/negElboNats@2");
            assertThat(stub.states()).last().isEqualTo("RUNNING");
        }
    }

    @Test
    void aServerThatDiesGetsTheRemainingEpochsLater() throws IOException {
        Path run = run();
        MlflowStub dying = MlflowStub.start(0).dyingAt(2);
        Mlflow mlflow = new Mlflow(dying.address(), "");
        train(mlflow, run, 1, 2, 3);
        assertThat(dying.metrics().keySet()).allMatch(key -> key.endsWith("@1"));
        dying.close();
        try (MlflowStub back = MlflowStub.start(dying.port())) {
            mlflow.completed(run);
            assertThat(back.runs()).isEmpty();
            assertThat(back.metrics())
                    .containsKeys("train/negElboNats@2", "train/negElboNats@3", "final/negElboNats@3")
                    .doesNotContainKey("train/negElboNats@1");
            assertThat(back.states()).last().isEqualTo("FINISHED");
        }
    }

    @Test
    void aServerThatDiesGetsParametersAndTagsLater() throws IOException {
        Path run = run();
        MlflowStub dying = MlflowStub.start(0).dyingAtParameters();
        Mlflow mlflow = new Mlflow(dying.address(), "");
        train(mlflow, run, 1);
        dying.close();
        try (MlflowStub back = MlflowStub.start(dying.port())) {
            mlflow.completed(run);
            assertThat(back.runs()).isEmpty();
            assertThat(back.parameters()).containsEntry("model.latent", "3");
            assertThat(back.tags()).containsEntry("vae4j.hash", "abc");
        }
    }

    /** A request may have at most 1000 metrics. */
    @Test
    void manyMetricsAreSentInSeveralRequests() throws IOException {
        Path run = run();
        Files.writeString(
                run.resolve("metrics.jsonl"),
                "{\"epoch\":1,\"train\":{"
                        + IntStream.range(0, METRICS)
                                .mapToObj(i -> "\"m" + i + "\":1")
                                .collect(Collectors.joining(","))
                        + "}}\n");
        try (MlflowStub stub = MlflowStub.start(0)) {
            new Mlflow(stub.address(), "").completed(run);
            int ofTheTest = 1;
            assertThat(stub.metrics()).hasSize(METRICS + ofTheTest).containsKey("train/m" + (METRICS - 1) + "@1");
        }
    }

    @Test
    void aServerThatIsNotThereDoesNotFailTheTraining() throws IOException {
        Path run = run();
        int port;
        try (MlflowStub gone = MlflowStub.start(0)) {
            port = gone.port();
        }
        Mlflow mlflow = new Mlflow("http://127.0.0.1:" + port, "");
        train(mlflow, run, 1, 2);
        mlflow.completed(run);
        assertThat(run.resolve("mlflow.json")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:5000", "ftp://host", "http://", "http://host?x", "file:///tmp"})
    void refusesAServerThatIsNoAddress(String server) {
        assertThatThrownBy(() -> new Mlflow(server, "")).hasMessageContaining("server: found '" + server + "'");
    }

    /** Makes the calls of a trainer that trains to the end; the callback never uses the model. */
    private static void train(Mlflow mlflow, Path run, int... epochs) throws IOException {
        trainFrom(mlflow, run, 0, true, epochs);
    }

    /** Makes the calls of a trainer that begins after an epoch and trains to the end or is stopped. */
    private static void trainFrom(Mlflow mlflow, Path run, int from, boolean completed, int... epochs)
            throws IOException {
        Callback callback = mlflow.create(run);
        callback.onStart(null, new Progress(0, from, 0));
        for (int epoch : epochs) {
            Files.writeString(
                    run.resolve("metrics.jsonl"),
                    "{\"epoch\":" + epoch + ",\"train\":{\"negElboNats\":" + 10.0 / epoch + "}}\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            callback.onEpochEnd(null, null);
        }
        callback.onEnd(null, new TrainResult(completed, new Progress(0, epochs.length, 0), ElboTerms.NONE));
    }

    private Path run() throws IOException {
        Path run = Files.createDirectories(folder.resolve("tracked/seed1-abc"));
        Files.createDirectories(run.resolve("eval"));
        Files.writeString(
                run.resolve("config.yaml"),
                new ConfigResolver(
                                "tracked",
                                "data:\nmodel: {encoder: [5], latent: 3, decoder: [7]}\nobjective:\ntraining:\nevaluation:\n",
                                NoOptions.class)
                        .resolve(List.of())
                        .yaml());
        Files.writeString(
                run.resolve("provenance.json"),
                "{\"configHash\":\"abc\",\"code\":{\"commit\":\"0123\",\"dirty\":\"false\",\"version\":\"1\"}}");
        Files.writeString(run.resolve("eval/test.json"), "{\"negElboNats\":4.5,\"selectedBy\":\"last\"}");
        return run;
    }
}
