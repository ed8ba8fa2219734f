package org.vae4j.experiment.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.binding.NoOptions;

class MetricsFileTest {

    @TempDir
    Path runs;

    private MetricsFile metrics;
    private Path file;

    @BeforeEach
    void writeThreeEpochs() {
        RunDirectory directory =
                RunDirectory.open(runs, new ConfigResolver("example", "", NoOptions.class).resolve(List.of()));
        metrics = new MetricsFile(directory);
        file = directory.file("metrics.jsonl");
        for (int epoch = 1; epoch <= 3; epoch++) {
            metrics.append(Map.of("epoch", epoch, "nats", 0.1 * epoch));
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    @Test
    void readReturnsOneObjectPerEpoch() {
        assertThat(MetricsFile.read(file))
                .extracting(line -> line.path("epoch").asInt())
                .containsExactly(1, 2, 3);
    }

    @Test
    void readReturnsNothingWithoutAFile() {
        assertThat(MetricsFile.read(runs.resolve("absent.jsonl"))).isEmpty();
    }

    /** A run that was killed while it wrote leaves such a line. */
    @Test
    void readLeavesOutAnIncompleteLastLine() throws IOException {
        append("{\"epoch\": 4, \"na");
        assertThat(MetricsFile.read(file)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"epoch\": 4, \"na", "[4]", "4", "\u0000\u0000"})
    void readRefusesADamagedLineBeforeTheLast(String damaged) throws IOException {
        append(damaged + "\n{\"epoch\": 5}\n");
        assertThatThrownBy(() -> MetricsFile.read(file))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found a damaged file " + file + " (found no JSON object in line 4)");
    }

    @Test
    void metricsIfReadableIsEmptyForADamagedFile() throws IOException {
        assertThat(RunFiles.in(file.getParent()).metricsIfReadable().orElseThrow())
                .hasSize(3);
        append("4\n{\"epoch\": 5}\n");
        assertThat(RunFiles.in(file.getParent()).metricsIfReadable()).isEmpty();
    }

    @Test
    void rewindKeepsTheEpochsUpToACheckpoint() throws IOException {
        append("{\"epoch\": 4, \"na");
        metrics.rewind(2);
        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().contains("\"epoch\":2", "\"nats\":0.2");
    }
}
