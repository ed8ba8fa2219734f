package org.vae4j.experiment.sweep.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.rundir.RunStatus;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Trial;

/** What the directory of a sweep keeps, above all the records of trials that failed. */
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

    /** Clocks of the hosts of a sweep differ; that of the disk is one. */
    @Test
    void aFailureIsAsOldAsItsFileWhateverTheClockOfItsHost() {
        Instant before = directory.now();
        directory.recordFailure(trial, new Failure("broken", "1999-01-01T00:00:00Z", List.of()));
        assertThat(Instant.parse(directory.failure(trial).orElseThrow().time())).isBetween(before, directory.now());
    }

    @Test
    void aFailureIsReadWithItsReasonAndTheLastWordsOfItsProcess() {
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

    /** Nobody can know then which trials failed, and no trial may be taken for sound. */
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

    /** It was written before the run was begun again by hand. */
    @Test
    void theRecordOfAnEarlierFailureDoesNotMatterToAFinishedRun() throws IOException {
        String now = Instant.now().toString();
        RunStatus done = new RunStatus(RunState.DONE, Optional.empty(), now, now, 1, "", 1, "here", 1);
        Files.writeString(Files.createDirectories(trial.run(runs)).resolve("status.json"), Json.line(done));
        Files.writeString(directory.createFolder("failures").resolve(trial.key() + ".json"), "null");
        assertThat(TrialStatus.of(trial, directory).state()).isEqualTo(TrialStatus.State.DONE);
    }

    @Test
    void nothingIsWrittenBesideTheDirectoryOfTheSweep() {
        assertThatThrownBy(() -> directory.write("../other/table.csv", "text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one below");
        assertThatThrownBy(() -> directory.createFolder("figures/../../other"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(runs.resolve("sweeps/other")).doesNotExist();
    }
}
