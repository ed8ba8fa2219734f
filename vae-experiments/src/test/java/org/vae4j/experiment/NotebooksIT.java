package org.vae4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the notebooks unchanged: by Jupyter where it is installed, and by {@code vae jshell} elsewhere and at night.
 */
class NotebooksIT {

    private static final Path PROJECT =
            Path.of(System.getProperty("vae.project", "..")).toAbsolutePath().normalize();
    private static final Path NOTEBOOKS = PROJECT.resolve("notebooks");
    private static final int PATIENCE_MINUTES = 15;
    /** Small enough to be reviewed, large enough for figures. */
    private static final long MOST_BYTES = 400_000;

    private static final boolean NIGHTLY = Integer.getInteger("vae4j.mutations", 0) >= 2000;

    /** The data folder of Jupyter, into which the kernel is installed once for all notebooks. */
    @TempDir
    static Path jupyter;

    private static boolean jupyterIsInstalled;

    @TempDir
    Path folder;

    @BeforeAll
    static void installTheKernel() throws IOException, InterruptedException {
        jupyterIsInstalled = isInstalled();
        if (jupyterIsInstalled) {
            assertSucceeds(
                    jupyter,
                    List.of(
                            launcher(),
                            "notebook",
                            "install",
                            "--to",
                            jupyter.resolve("kernels").toString()));
        }
    }

    static List<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(NOTEBOOKS)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void notebooksAreNamedByTheirParts() throws IOException {
        assertThat(notebooks())
                .extracting(file -> file.getFileName().toString().charAt(0))
                .containsExactly('a', 'b', 'c', 'd', 'e', 'f');
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void notebookIsSmallExecutedAndWithoutErrors(Path notebook) throws IOException {
        assertThat(Files.size(notebook)).isLessThan(MOST_BYTES);
        JsonNode cells = new ObjectMapper().readTree(notebook.toFile()).path("cells");
        List<JsonNode> code = StreamSupport.stream(cells.spliterator(), false)
                .filter(cell -> cell.path("cell_type").asText().equals("code"))
                .toList();
        assertThat(code).hasSizeGreaterThan(4);
        for (JsonNode cell : code) {
            assertThat(cell.path("outputs").findValuesAsText("output_type"))
                    .as(cell.path("source").toString())
                    .doesNotContain("error");
        }
        assertThat(code)
                .filteredOn(cell -> !cell.path("outputs").isEmpty())
                .as("executed")
                .hasSizeGreaterThan(code.size() / 2);
        assertThat(Files.readString(notebook))
                .contains("expect(", "## Exercises", "*Answer:*")
                .doesNotContain("/tmp/", "/home/", "/root/");
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void notebookRunsInJShell(Path notebook) throws IOException, InterruptedException {
        requireData(notebook);
        assumeTrue(
                NIGHTLY || !jupyterIsInstalled,
                "skipped: the same cells run in Jupyter; with -Pnightly they run here too");
        Path copy = Files.copy(notebook, folder.resolve(notebook.getFileName().toString()));
        assertSucceeds(folder, List.of(launcher(), "jshell", copy.toString()));
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void notebookRunsInJupyter(Path notebook) throws IOException, InterruptedException {
        requireData(notebook);
        assumeTrue(jupyterIsInstalled, "skipped: needs Jupyter's nbconvert: apt install jupyter-nbconvert");
        Path copy = Files.copy(notebook, folder.resolve(notebook.getFileName().toString()));
        assertSucceeds(
                folder,
                List.of(
                        "jupyter",
                        "nbconvert",
                        "--to",
                        "notebook",
                        "--execute",
                        "--inplace",
                        "--ExecutePreprocessor.timeout=600",
                        "--ExecutePreprocessor.startup_timeout=300",
                        copy.toString()));
    }

    private static String launcher() {
        return PROJECT.resolve("scripts/vae").toString();
    }

    /** Skips the test of a notebook that trains on MNIST where there is none. */
    private static void requireData(Path notebook) {
        assumeTrue(
                !notebook.getFileName().toString().startsWith("d-") || System.getenv("VAE_DATA_DIR") != null,
                "skipped: needs MNIST: set VAE_DATA_DIR to a folder that holds mnist/");
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("jupyter", "nbconvert", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertSucceeds(Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JUPYTER_PATH", jupyter.toString());
        builder.environment().put("JUPYTER_DATA_DIR", jupyter.toString());
        // A notebook ends before the optimising compiler repays its time.
        builder.environment().put("VAE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended && process.exitValue() == 0)
                .as(Files.readString(output))
                .isTrue();
    }
}
