package org.vae4j.experiment.reproduce.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.rundir.RunDirectoryException;

/** What may be said of two runs of which something is missing; whole ones are compared in {@code ReproduceRunTest}. */
class RunComparisonTest {

    private static final String METRICS = "{\"epoch\":1,\"train\":{\"negElboNats\":7.5},\"seconds\":%s}%n";

    @TempDir
    Path folder;

    private Path then;
    private Path now;

    @BeforeEach
    void makeTwoRuns() throws IOException {
        then = Files.createDirectories(folder.resolve("then/eval")).getParent();
        now = Files.createDirectories(folder.resolve("now/eval")).getParent();
    }

    @Test
    void runsOfAStudyThatTrainsNothingAreComparedByTheirResults() throws IOException {
        results("results.json", "{\"mean\": 2.0}", "{\"mean\": 2.0}");
        assertThat(verdict()).isEqualTo(Verdict.IDENTICAL);
        results("results.json", "{\"mean\": 2.0}", "{\"mean\": 2.001}");
        assertThat(verdict()).isEqualTo(Verdict.WITHIN_TOLERANCE);
        results("results.json", "{\"mean\": 2.0}", "{\"mean\": 2.1}");
        assertThat(verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void trainingsWithoutTheirModelsAreNotCompared() throws IOException {
        results("test.json", "{\"negElboNats\": 7.5}", "{\"negElboNats\": 7.5}");
        metrics();
        assertThat(verdict()).isEqualTo(Verdict.NOT_COMPARED);
        assertThat(RunComparison.of(then, now, 0.01).text()).startsWith("not compared: one of the runs lacks");
        results("test.json", "{\"negElboNats\": 7.5}", "{\"negElboNats\": 9.5}");
        assertThat(verdict()).as("what is there says enough").isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void runsWithoutResultsAreNotCompared() throws IOException {
        assertThat(verdict()).isEqualTo(Verdict.NOT_COMPARED);
        metrics();
        assertThat(verdict()).isEqualTo(Verdict.NOT_COMPARED);
    }

    @Test
    void aResultThatOneRunLacksIsADifference() throws IOException {
        Files.writeString(then.resolve("eval/test.json"), "{\"negElboNats\": 7.5}");
        assertThat(verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void aDamagedResultIsAnError() throws IOException {
        results("test.json", "{\"negElboNats\": 7.5}", "{\"negElb");
        assertThatThrownBy(this::verdict)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found a damaged file " + now.resolve("eval/test.json"));
    }

    private Verdict verdict() {
        return RunComparison.of(then, now, 0.01).verdict();
    }

    private void results(String name, String before, String after) throws IOException {
        Files.writeString(then.resolve("eval").resolve(name), before);
        Files.writeString(now.resolve("eval").resolve(name), after);
    }

    private void metrics() throws IOException {
        Files.writeString(then.resolve("metrics.jsonl"), String.format(METRICS, "1.5"));
        Files.writeString(now.resolve("metrics.jsonl"), String.format(METRICS, "1.6"));
    }
}
