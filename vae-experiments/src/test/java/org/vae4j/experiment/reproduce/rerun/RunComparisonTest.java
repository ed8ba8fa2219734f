package org.vae4j.experiment.reproduce.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.rundir.RunDirectoryException;

/** Tests the comparison of runs that lack files; {@code ReproduceRunTest} compares complete runs. */
class RunComparisonTest {

    private static final String METRICS = "{\"epoch\":1,\"train\":{\"negElboNats\":7.5},\"seconds\":%s}%n";

    private static final double TOLERANCE = 0.01;

    @TempDir
    Path folder;

    private Path then;
    private Path now;

    @BeforeEach
    void makeTwoRuns() throws IOException {
        then = Files.createDirectories(folder.resolve("then/eval")).getParent();
        now = Files.createDirectories(folder.resolve("now/eval")).getParent();
    }

    @ParameterizedTest
    @CsvSource({"2.0, IDENTICAL", "2.001, WITHIN_TOLERANCE", "2.1, DIFFERENT"})
    void runsWithoutATrainingAreComparedByTheirResults(String mean, Verdict expected) throws IOException {
        writeResults("results.json", "{\"mean\": 2.0}", "{\"mean\": " + mean + "}");
        assertThat(verdict()).isEqualTo(expected);
    }

    @Test
    void trainingsWithoutTheirModelsAreNotCompared() throws IOException {
        writeResults("test.json", "{\"negElboNats\": 7.5}", "{\"negElboNats\": 7.5}");
        writeMetrics();
        assertThat(verdict()).isEqualTo(Verdict.NOT_COMPARED);
        assertThat(RunComparison.of(then, now, TOLERANCE).text()).startsWith("not compared: one of the runs lacks");
    }

    @Test
    void trainingsWithoutTheirModelsDifferIfTheirResultsDiffer() throws IOException {
        writeMetrics();
        writeResults("test.json", "{\"negElboNats\": 7.5}", "{\"negElboNats\": 9.5}");
        assertThat(verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void runsWithoutResultsAreNotCompared() {
        assertThat(verdict()).isEqualTo(Verdict.NOT_COMPARED);
    }

    @Test
    void trainingsWithoutResultsAreNotCompared() throws IOException {
        writeMetrics();
        assertThat(verdict()).isEqualTo(Verdict.NOT_COMPARED);
    }

    @Test
    void resultThatOneRunLacksIsADifference() throws IOException {
        Files.writeString(then.resolve("eval/test.json"), "{\"negElboNats\": 7.5}");
        assertThat(verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void damagedResultIsAnError() throws IOException {
        writeResults("test.json", "{\"negElboNats\": 7.5}", "{\"negElb");
        assertThatThrownBy(this::verdict)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found a damaged file " + now.resolve("eval/test.json"));
    }

    private Verdict verdict() {
        return RunComparison.of(then, now, TOLERANCE).verdict();
    }

    private void writeResults(String name, String before, String after) throws IOException {
        Files.writeString(then.resolve("eval").resolve(name), before);
        Files.writeString(now.resolve("eval").resolve(name), after);
    }

    private void writeMetrics() throws IOException {
        Files.writeString(then.resolve("metrics.jsonl"), String.format(METRICS, "1.5"));
        Files.writeString(now.resolve("metrics.jsonl"), String.format(METRICS, "1.6"));
    }
}
