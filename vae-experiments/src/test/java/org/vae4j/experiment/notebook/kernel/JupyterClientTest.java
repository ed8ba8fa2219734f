package org.vae4j.experiment.notebook.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.Python;

/** Tests the kernel with Jupyter's own client, which checks every message and ends the process in its own way. */
class JupyterClientTest {

    @TempDir
    Path folder;

    @Test
    void kernelServesTheClientAndItsProcessEnds() throws IOException, InterruptedException {
        Optional<Python> python = Python.with("jupyter_client");
        assumeTrue(
                python.isPresent(), "skipped: needs a Python with Jupyter's client, in Debian python3-jupyter-client");
        Path kernels = folder.resolve("kernels");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        KernelSpec.ofThisProcess(classPath, List.of()).install(kernels);
        Path work = Files.createDirectories(folder.resolve("work"));
        String printed = python.get().run(script(), folder, kernels.toString(), work.toString());
        JsonNode found = new ObjectMapper()
                .readTree(printed.lines().reduce("", (before, line) -> line.startsWith("{") ? line : before));
        System.out.printf("a training was interrupted in %s s%n", found.path("interruptSeconds"));
        assertThat(found.path("sum").toString()).isEqualTo("[\"ok\",[\"2\"]]");
        assertThat(found.path("afterGarbage").toString()).isEqualTo("[\"ok\",[\"4\"]]");
        assertThat(found.path("interrupted").asText()).isEqualTo("error");
        assertThat(found.path("afterInterrupt").toString()).isEqualTo("[\"ok\",[\"6\"]]");
        assertThat(found.path("left").toString()).isEqualTo("[]");
    }

    private static String script() throws IOException {
        try (InputStream in = JupyterClientTest.class.getResourceAsStream("client.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
