package org.vae4j.experiment.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.bench.contender.Contender;

class LauncherTest {

    @TempDir
    private Path scratch;

    @Test
    void timeOfAFailedProcessIsNotReported() {
        Launcher launcher = new Launcher(scratch);
        assertThatThrownBy(() -> launcher.processMs(List.of("no.such.Main"), scratch.resolve("output.log")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no.such.Main ended with exit code 1: ")
                .hasMessageContaining("no.such.Main");
    }

    @Test
    void djlIsLeftOutWithoutItsJar() {
        Launcher launcher = new Launcher(scratch, scratch.resolve("no-such.jar"));
        assertThat(launcher.has(Contender.DJL)).isFalse();
        assertThat(launcher.has(Contender.VAE4J)).isTrue();
    }
}
