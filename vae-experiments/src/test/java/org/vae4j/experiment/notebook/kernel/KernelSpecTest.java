package org.vae4j.experiment.notebook.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSpecTest {

    @Test
    void installedKernelIsStartedByTheLauncher(@TempDir Path kernels) throws IOException {
        KernelSpec spec = KernelSpec.ofLauncher(
                "/opt/vae4j/bin/vae",
                Map.of("VAE_DATA_DIR", "/data", "OPENBLAS_CORETYPE", "HASWELL", "HOME", "/home/me"));
        Path folder = spec.install(kernels.resolve("not/there/yet"));

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("kernel.json").toFile());
        assertThat(json.path("argv"))
                .extracting(JsonNode::asText)
                .containsExactly("/opt/vae4j/bin/vae", "notebook", "kernel", "{connection_file}");
        assertThat(json.path("env").toString())
                .as("the launcher sets OPENBLAS_CORETYPE itself for each process")
                .isEqualTo("{\"VAE_DATA_DIR\":\"/data\"}");
        assertThat(json.path("interrupt_mode").asText()).isEqualTo("message");
        assertThat(folder.getFileName()).hasToString("vae4j");
    }

    @Test
    void kernelWithoutALauncherIsStartedByThisJavaWithItsOpenBlas() {
        KernelSpec spec = KernelSpec.ofJava("a.jar:b.jar", Map.of("OPENBLAS_CORETYPE", "HASWELL"));
        assertThat(spec.command())
                .containsSequence("-cp", "a.jar:b.jar", "org.vae4j.experiment.cli.Vae", "notebook", "kernel");
        assertThat(spec.environment()).containsExactly(Map.entry("OPENBLAS_CORETYPE", "HASWELL"));
    }

    @Test
    void pathsInTheEnvironmentAreAbsolute() {
        KernelSpec spec = KernelSpec.ofLauncher(
                        "/opt/vae4j/bin/vae",
                        Map.of(
                                "VAE_DATA_DIR",
                                "data",
                                "VAE_EXTENSIONS",
                                "target/a.jar" + File.pathSeparator + "/b.jar"))
                .with(List.of(Path.of("/mine.jar")));
        Path here = Path.of("").toAbsolutePath();
        assertThat(spec.environment())
                .containsOnly(
                        Map.entry("VAE_DATA_DIR", here.resolve("data").toString()),
                        Map.entry("VAE_EXTENSIONS", here.resolve("target/a.jar") + File.pathSeparator + "/b.jar"));
        assertThat(spec.command())
                .containsExactly("/opt/vae4j/bin/vae", "notebook", "kernel", "--extension", "/mine.jar");
    }

    @Test
    void kernelsFolderIsTheOneOfJupyter() {
        Path home = Path.of("/home/me");
        assertThat(KernelSpec.kernelsOf(Map.of(), home, "Linux")).hasToString("/home/me/.local/share/jupyter/kernels");
        assertThat(KernelSpec.kernelsOf(Map.of("XDG_DATA_HOME", "/x"), home, "Linux"))
                .hasToString("/x/jupyter/kernels");
        assertThat(KernelSpec.kernelsOf(Map.of("JUPYTER_DATA_DIR", "/j"), home, "Linux"))
                .hasToString("/j/kernels");
        assertThat(KernelSpec.kernelsOf(Map.of(), home, "Mac OS X")).hasToString("/home/me/Library/Jupyter/kernels");
    }
}
