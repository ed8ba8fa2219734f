package org.vae4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the project that {@code vae new} writes against this build's artifacts, and runs it by the command line. */
class ExampleProjectIT {

    private static final Path PROJECT = Path.of(System.getProperty("vae.project"));

    @TempDir
    Path folder;

    @Test
    void newProjectBuildsAndRunsUnchanged() throws Exception {
        assumeTrue(System.getProperty("vae.backend").equals("cpu"), "-Pcuda and -Pmkl need more of the machine");
        OutsideMaven maven = new OutsideMaven(folder).withJars();
        assertThat(vae("new", "ring-models")).contains("mvn package");
        Path project = folder.resolve("ring-models");
        // The test of the project trains its study.
        maven.run(project, "package");

        String jar = project.resolve("target/ring-models-1.0.jar").toString();
        assertThat(vae("list", "--extension", jar)).contains("ring-models  ");
        assertThat(vae("run", "ring-models", "training.epochs=1", "--quiet", "--json", "--extension", jar))
                .contains("\"status\":\"DONE\"", "\"squared_error\"");
    }

    private String vae(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                PROJECT.resolve("vae-experiments/target/vae-experiments-" + System.getProperty("vae.version") + ".jar")
                        .toString()));
        command.addAll(List.of(arguments));
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return out;
    }
}
