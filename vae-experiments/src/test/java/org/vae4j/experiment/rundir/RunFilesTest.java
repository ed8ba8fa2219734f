package org.vae4j.experiment.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;

class RunFilesTest {

    private static final ExperimentConfig CONFIG =
            new ConfigResolver("example", "", NoOptions.class).resolve(List.of());

    @TempDir
    Path runs;

    /** The run may be finished: nobody may take it for one that never ended. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "{}",
                "{\"state\":",
                "[]",
                "{\"state\":\"DONE\",\"started\":\"2026-01-01T00:00:00Z\",\"heartbeat\":\"yesterday\",\"doing\":\"\",\"host\":\"h\"}"
            })
    void aDamagedStatusIsAnError(String content) throws IOException {
        RunDirectory directory = RunDirectory.open(runs, CONFIG);
        Path root = directory.root();
        directory.release("test");
        Files.writeString(root.resolve("status.json"), content);
        for (ThrowingCallable reader : List.<ThrowingCallable>of(
                () -> RunFiles.in(root).status(),
                () -> RunFiles.in(root).isDone(),
                () -> RunFiles.in(root).isLive(),
                () -> RunDirectory.open(runs, CONFIG))) {
            assertThatThrownBy(reader)
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContaining("found a damaged file " + root.resolve("status.json"));
        }
        assertThat(RunFiles.in(root).statusIfReadable()).isEmpty();
        assertThat(root.resolve("status.json")).hasContent(content);
    }

    @Test
    void jsonIsMissingWithoutAFile() {
        assertThat(RunFiles.in(runs).json("absent.json").isMissingNode()).isTrue();
    }

    @Test
    void aDamagedJsonFileIsAnError() throws IOException {
        Path file = Files.writeString(runs.resolve("cut.json"), "{\"a\": 1");
        assertThatThrownBy(() -> RunFiles.in(runs).json("cut.json"))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found a damaged file " + file);
    }
}
