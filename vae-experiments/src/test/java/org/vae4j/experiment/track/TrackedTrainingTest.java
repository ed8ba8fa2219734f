package org.vae4j.experiment.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.cli.Typed;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.track.mlflow.MlflowStub;

class TrackedTrainingTest {

    private static final List<String> SMALL = List.of(
            "data.lines.size=8",
            "data.lines.train=120",
            "data.lines.test=40",
            "model.encoder=[16]",
            "model.decoder=[16]",
            "model.latent=2",
            "training.batchSize=40",
            "training.epochs=3");

    @TempDir
    Path runs;

    @Test
    void trackersDoNotChangeTheBitsOfATraining() throws IOException {
        Path alone = train("alone", List.of());
        Path tracked;
        try (MlflowStub stub = MlflowStub.start(0).dyingAt(2)) {
            tracked = train(
                    "tracked",
                    List.of("runtime.callbacks=[{mlflow: {server: \"" + stub.address() + "\"}}, tensorboard]"));
            assertThat(stub.metrics().keySet()).isNotEmpty().allMatch(key -> key.endsWith("@1"));
        }
        for (String file : List.of("decoder.zip", "eval/test.json", "eval/latents.csv")) {
            assertThat(tracked.resolve(file)).hasSameBinaryContentAs(alone.resolve(file));
        }
        assertThat(withoutTimes(tracked)).isEqualTo(withoutTimes(alone));
        assertThat(RunFiles.in(tracked).isDone()).isTrue();
        assertThat(tracked.getFileName().toString().replace("tracked", "alone"))
                .isEqualTo(alone.getFileName().toString());
        try (Stream<String> log = Files.lines(tracked.resolve("log.txt"))) {
            assertThat(log.filter(line -> line.contains("WARN") && line.contains("mlflow: http")))
                    .hasSize(1);
        }
        try (Stream<Path> events = Files.list(tracked.resolve("tensorboard"))) {
            assertThat(events.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("events.out.tfevents."))
                    .contains("projector_config.pbtxt");
        }
    }

    private static String withoutTimes(Path run) throws IOException {
        return Files.readString(run.resolve("metrics.jsonl")).replaceAll("\"seconds\":[^,}]*", "");
    }

    private Path train(String name, List<String> more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("run", "quickstart", "--quiet", "--runs", runs.toString(), "--name", name));
        arguments.addAll(SMALL);
        arguments.addAll(more);
        Typed training = Typed.vae(arguments.toArray(String[]::new));
        assertThat(training.code()).as(training.err()).isZero();
        try (Stream<Path> found = Files.list(runs.resolve("quickstart"))) {
            return found.filter(run -> run.getFileName().toString().startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
