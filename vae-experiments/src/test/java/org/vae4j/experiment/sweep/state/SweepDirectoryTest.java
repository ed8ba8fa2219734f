package org.vae4j.experiment.sweep.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Sweeps;
import org.vae4j.experiment.sweep.plan.Trial;

/** The copies of a sweep's file and the records of failed trials in the directory of a sweep. */
class SweepDirectoryTest {

    @TempDir
    Path runs;

    private final Trial trial = SweepPlan.of(SweepFile.parse("{experiment: quickstart, seeds: 2}", "mine", "mine.yaml"))
            .trials()
            .get(0);

    private SweepDirectory directory;

    @BeforeEach
    void open() {
        directory = new SweepDirectory(runs, "mine");
    }

    private static SweepFile seeds(int count) {
        return SweepFile.parse("{experiment: quickstart, seeds: " + count + "}", "mine", "mine.yaml");
    }

    @Test
    void beginTellsWhetherTheFileHasChanged() {
        assertThat(directory.begin(seeds(2))).as("the first file").isFalse();
        assertThat(directory.begin(seeds(2))).as("the same file").isFalse();
        assertThat(directory.begin(seeds(3))).as("another file").isTrue();
        assertThat(directory.copy()).content().contains("seeds: 3");
    }

    /** All files are of one second, and the last one comes back. */
    @Test
    void beginKeepsEveryEarlierFile() throws IOException {
        for (int count : new int[] {2, 3, 4, 3}) {
            directory.begin(seeds(count));
        }
        List<String> kept = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.root(), "sweep-*.yaml")) {
            for (Path file : files) {
                kept.add(Files.readString(file));
            }
        }
        assertThat(kept).contains(seeds(2).text(), seeds(3).text(), seeds(4).text());
    }

    @Test
    void aSweepIsFoundByItsDirectory() {
        directory.begin(seeds(2));
        assertThat(Sweeps.find(directory.root().toString()).name()).isEqualTo("mine");
    }

    /** The clocks of the hosts of a sweep may differ; the clock of the disk is the same for all. */
    @Test
    void theTimeOfAFailureIsThatOfItsFile() {
        Instant before = directory.now();
        directory.recordFailure(trial, new Failure("broken", "1999-01-01T00:00:00Z", List.of()));
        assertThat(Instant.parse(directory.failure(trial).orElseThrow().time())).isBetween(before, directory.now());
    }

    @Test
    void aRecordedFailureIsReadBackUntilItIsRemoved() {
        assertThat(directory.failure(trial)).isEmpty();
        directory.recordFailure(trial, new Failure("broken", Instant.now().toString(), List.of("one", "two")));
        Failure read = directory.failure(trial).orElseThrow();
        assertThat(read.reason()).isEqualTo("broken");
        assertThat(read.lastWords()).containsExactly("one", "two");
        directory.removeFailure(trial);
        assertThat(directory.failure(trial)).isEmpty();
    }

    /** A trial that failed must not pass for one that never began because its record is damaged. */
    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{\"reason\"", "{}", "{\"reason\": 7}", "[]"})
    void aDamagedRecordIsStillAFailure(String damaged) throws IOException {
        Instant before = directory.now();
        Path file = directory.createFolder("failures").resolve(trial.key() + ".json");
        Files.writeString(file, damaged);
        Failure failure = directory.failure(trial).orElseThrow();
        assertThat(failure.reason())
                .contains("found a damaged file " + file, "expected")
                .doesNotContain("\n");
        assertThat(Instant.parse(failure.time())).isBetween(before, directory.now());
        assertThat(TrialStatus.of(trial, directory).state()).isEqualTo(TrialStatus.State.FAILED);
    }

    /** An unreadable folder of records must not make failed trials look as if they had never begun. */
    @Test
    void recordsThatCannotBeOpenedAreAnError() throws IOException {
        Files.writeString(directory.createFolder("").resolve("failures"), "a file where the folder should be");
        assertThatThrownBy(() -> directory.failure(trial))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found a damaged file " + directory.root().resolve("failures"));
        TrialStatus status = TrialStatus.of(trial, directory);
        assertThat(status.state()).isEqualTo(TrialStatus.State.FAILED);
        assertThat(status.detail()).contains("found a damaged file");
    }

    /** The record was written before the run was begun again without the sweep. */
    @Test
    void aFinishedRunIsDoneDespiteTheRecordOfAnEarlierFailure() throws IOException {
        HandWrittenRun.of(trial, runs, RunState.DONE);
        Files.writeString(directory.createFolder("failures").resolve(trial.key() + ".json"), "null");
        assertThat(TrialStatus.of(trial, directory).state()).isEqualTo(TrialStatus.State.DONE);
    }

    @Test
    void refusesPathsOutsideTheDirectory() {
        assertThatThrownBy(() -> directory.write("../other/table.csv", "text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one below");
        assertThatThrownBy(() -> directory.createFolder("figures/../../other"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(runs.resolve("sweeps/other")).doesNotExist();
    }
}
