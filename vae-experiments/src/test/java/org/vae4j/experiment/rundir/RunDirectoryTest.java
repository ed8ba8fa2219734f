package org.vae4j.experiment.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.lease.Host;
import org.vae4j.experiment.lease.LeaseRecord;
import org.vae4j.experiment.lease.ProcessIdentity;

class RunDirectoryTest {

    @TempDir
    Path runs;

    /** No system gives a process this number. */
    private static final int UNUSED_PID = Integer.MAX_VALUE;

    @Test
    void theSameConfigurationOpensTheSameDirectoryAgain() {
        RunDirectory first = RunDirectory.open(runs, config("seed=3"));
        RunDirectory second = RunDirectory.open(runs, config("seed=3"));
        assertThat(second.root()).isEqualTo(first.root());
        assertThat(first.isFresh()).isTrue();
        assertThat(second.isFresh()).isFalse();
    }

    @Test
    void thePathHasTheNameOrTheSeedAndTheHashOfTheConfiguration() {
        ExperimentConfig config = config("seed=3");
        Path path = RunDirectory.locate(runs, config);
        assertThat(path).isEqualTo(runs.resolve("example/seed3-" + config.hash()));
        assertThat(RunDirectory.locate(runs, config("seed=4"))).isNotEqualTo(path);
        assertThat(RunDirectory.locate(runs, config("seed=3", "name=mine")))
                .isEqualTo(runs.resolve("example/mine-" + config.hash()));
    }

    @Test
    void requireHeldFailsAfterTheDirectoryWasRemoved() throws IOException {
        RunDirectory directory = RunDirectory.open(runs, config());
        try (Stream<Path> files = Files.walk(directory.root())) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
        assertThatThrownBy(directory::requireHeld)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("it was removed, or cleared, while the run was at work")
                .hasMessageNotContaining("took over");
    }

    @Test
    void openRemovesOldUnfinishedFiles() throws IOException {
        end(RunState.FAILED);
        Path root = RunDirectory.locate(runs, config());
        Path old = Files.writeString(root.resolve("eval/test.json.1-2.part"), "{");
        Path fresh = Files.writeString(root.resolve("nll.json.3-4.part"), "{");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));
        RunDirectory.open(runs, config()).release("test");
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            names = {"FAILED", "INTERRUPTED"})
    void openContinuesARunThatDidNotFinish(RunState state) {
        end(state);
        assertThat(RunDirectory.open(runs, config()).isFresh()).isFalse();
    }

    @Test
    void openRefusesAFinishedRun() {
        end(RunState.DONE);
        assertThatThrownBy(() -> RunDirectory.open(runs, config()))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found a finished run in")
                .hasMessageContaining("nothing was written over");
    }

    @Test
    void aStatusIsAliveWhileItsHeartbeatIsRecentAndItsLocalProcessLives() {
        RunDirectory directory = RunDirectory.open(runs, config());
        directory.write(status("here", ProcessHandle.current().pid(), Instant.now()));
        RunStatus live = RunFiles.in(directory.root()).status().orElseThrow();
        RunStatus dead = status("here", UNUSED_PID, Instant.now());

        assertThat(live.isAlive("here", Instant.now())).isTrue();
        assertThat(live.isAlive("here", Instant.now().plus(RunStatus.STALE))).isFalse();
        assertThat(live.isAlive("elsewhere", Instant.now())).isTrue();
        assertThat(dead.isAlive("here", Instant.now())).isFalse();
    }

    @Test
    void openRefusesALiveRun() {
        RunDirectory directory = RunDirectory.open(runs, config());
        directory.write(status(Host.name(), ProcessHandle.current().pid(), Instant.now()));
        assertThatThrownBy(() -> RunDirectory.open(runs, config())).hasMessageContaining("found a live run");
    }

    @Test
    void discardIfEmptyDeletesADirectoryWithoutResults() {
        RunDirectory directory = RunDirectory.open(runs, config());
        new Provenance(directory, config(), List.of("run"));
        assertThat(directory.discardIfEmpty()).isTrue();
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void discardIfEmptyKeepsADirectoryWithACheckpoint() throws IOException {
        RunDirectory directory = RunDirectory.open(runs, config());
        Files.writeString(directory.checkpoints().resolve("last.zip"), "x");
        assertThat(directory.discardIfEmpty()).isFalse();
        assertThat(directory.root().resolve("checkpoints/last.zip")).exists();
    }

    /** If two processes make the same mistake at once, the second must not lose its directory to the first. */
    @Test
    void discardIfEmptyKeepsADirectoryInWhichAnotherProcessWorks() throws IOException {
        RunDirectory directory = RunDirectory.open(runs, config());
        directory.release("test");
        Path leaseOfAnother = directory.root().resolve(".lease-2");
        ProcessIdentity parent =
                ProcessIdentity.of(ProcessHandle.current().parent().orElseThrow());
        Files.writeString(leaseOfAnother, Json.line(new LeaseRecord(parent, "", "")));
        assertThat(directory.discardIfEmpty()).isFalse();
        assertThat(directory.root().resolve("config.yaml")).exists();
        assertThat(leaseOfAnother).exists();
    }

    @Test
    void discardIfEmptyDeletesADirectoryWhoseSessionHasEnded() {
        RunDirectory directory = RunDirectory.open(runs, config());
        new RunSession(directory).end(RunState.FAILED, "a slip");
        assertThat(directory.discardIfEmpty()).isTrue();
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void requireHeldFailsAfterTheLeaseWasRemoved() throws IOException {
        RunDirectory directory = RunDirectory.open(runs, config());
        directory.requireHeld();
        Files.delete(directory.root().resolve(".lease-1"));
        assertThatThrownBy(directory::requireHeld)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("it was removed, or cleared, while the run was at work");
    }

    @Test
    void fileCreatesTheFoldersOfItsName() {
        Path file = RunDirectory.open(runs, config()).file("eval/deep/x.json");
        assertThat(file.getParent()).isDirectory();
        assertThat(file).doesNotExist();
    }

    @Test
    void fileRefusesAPathOutOfTheDirectory() {
        RunDirectory directory = RunDirectory.open(runs, config());
        assertThatThrownBy(() -> directory.file("../x")).isInstanceOf(IllegalArgumentException.class);
    }

    private void end(RunState state) {
        try (RunSession session = new RunSession(RunDirectory.open(runs, config()))) {
            session.end(state, "");
        }
    }

    private static RunStatus status(String host, long pid, Instant heartbeat) {
        return new RunStatus(
                RunState.RUNNING,
                Optional.empty(),
                heartbeat.toString(),
                heartbeat.toString(),
                1,
                "working",
                0.1,
                host,
                pid);
    }

    private static ExperimentConfig config(String... overrides) {
        return new ConfigResolver("example", "", NoOptions.class).resolve(List.of(overrides));
    }
}
