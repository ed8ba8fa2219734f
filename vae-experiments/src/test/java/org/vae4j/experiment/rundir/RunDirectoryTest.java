package org.vae4j.experiment.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.lease.Host;
import org.vae4j.experiment.lease.LeaseRecord;
import org.vae4j.experiment.lease.ProcessIdentity;

class RunDirectoryTest {

    @TempDir
    Path runs;

    @Test
    void isFoundAgainByTheSameConfiguration() {
        ExperimentConfig config = config("seed=3");
        RunDirectory first = RunDirectory.open(runs, config);
        RunDirectory second = RunDirectory.open(runs, config);

        assertThat(first.root()).isEqualTo(runs.resolve("example/seed3-" + config.hash()));
        assertThat(second.root()).isEqualTo(first.root());
        assertThat(first.isFresh()).isTrue();
        assertThat(second.isFresh()).isFalse();
        assertThat(RunDirectory.locate(runs, config("seed=4"))).isNotEqualTo(first.root());
        assertThat(RunDirectory.locate(runs, config("seed=3", "name=mine")))
                .isEqualTo(runs.resolve("example/mine-" + config.hash()));
    }

    @Test
    void aRunWhoseDirectoryIsRemovedSaysSo() throws IOException {
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
    void theNextHolderTakesAwayWhatAKilledOneLeft() throws IOException {
        end(RunState.FAILED);
        Path root = RunDirectory.locate(runs, config());
        Path old = Files.writeString(root.resolve("eval/test.json.1-2.part"), "{");
        Path fresh = Files.writeString(root.resolve("nll.json.3-4.part"), "{");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));
        RunDirectory.open(runs, config()).release("test");
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void refusesAFinishedRunButNotAFailedOrInterruptedOne() {
        for (RunState state : List.of(RunState.FAILED, RunState.INTERRUPTED)) {
            end(state);
            assertThat(RunDirectory.open(runs, config()).isFresh()).isFalse();
        }
        end(RunState.DONE);
        assertThatThrownBy(() -> RunDirectory.open(runs, config()))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found a finished run in")
                .hasMessageContaining("nothing was written over");
    }

    @Test
    void refusesALiveRunButNotOneWhoseProcessOrHeartbeatIsGone() {
        RunDirectory directory = RunDirectory.open(runs, config());
        directory.write(status("here", ProcessHandle.current().pid(), Instant.now()));
        RunStatus live = RunFiles.in(directory.root()).status().orElseThrow();

        assertThat(live.isAlive("here", Instant.now())).isTrue();
        assertThat(live.isAlive("here", Instant.now().plus(RunStatus.STALE))).isFalse();
        assertThat(live.isAlive("elsewhere", Instant.now())).isTrue();
        // No system gives out this number.
        assertThat(status("here", Integer.MAX_VALUE, Instant.now()).isAlive("here", Instant.now()))
                .isFalse();

        directory.write(status(Host.name(), ProcessHandle.current().pid(), Instant.now()));
        assertThatThrownBy(() -> RunDirectory.open(runs, config())).hasMessageContaining("found a live run");
    }

    @Test
    void isDiscardedOnlyBeforeItHoldsAnything() throws IOException {
        RunDirectory directory = RunDirectory.open(runs, config());
        new Provenance(directory, config(), List.of("run"));
        assertThat(directory.discardIfEmpty()).isTrue();
        assertThat(runs).isEmptyDirectory();

        RunDirectory worth = RunDirectory.open(runs, config());
        Files.writeString(worth.checkpoints().resolve("last.zip"), "x");
        assertThat(worth.discardIfEmpty()).isFalse();
        assertThat(worth.root().resolve("checkpoints/last.zip")).exists();
    }

    /** The same slip twice in one moment: the second process may not lose its directory to the first. */
    @Test
    void isNotDiscardedWhileAnotherProcessIsAtWorkInIt() throws IOException {
        RunDirectory directory = RunDirectory.open(runs, config());
        directory.release("test");
        Path theirs = directory.root().resolve(".lease-2");
        ProcessIdentity parent =
                ProcessIdentity.of(ProcessHandle.current().parent().orElseThrow());
        Files.writeString(theirs, Json.line(new LeaseRecord(parent, "", "")));
        assertThat(directory.discardIfEmpty()).isFalse();
        assertThat(directory.root().resolve("config.yaml")).exists();
        assertThat(theirs).exists();
    }

    @Test
    void isDiscardedAlsoWhenItsSessionHasEnded() {
        RunDirectory directory = RunDirectory.open(runs, config());
        new RunSession(directory).end(RunState.FAILED, "a slip");
        assertThat(directory.discardIfEmpty()).isTrue();
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void aRunWhoseDirectoryIsClearedSaysSo() throws IOException {
        RunDirectory directory = RunDirectory.open(runs, config());
        directory.requireHeld();
        Files.delete(directory.root().resolve(".lease-1"));
        assertThatThrownBy(directory::requireHeld)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("it was removed, or cleared, while the run was at work");
    }

    /** It may be a finished run: nobody may take it for one that never ended. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "{}",
                "{\"state\":",
                "[]",
                "{\"state\":\"DONE\",\"started\":\"2026-01-01T00:00:00Z\",\"heartbeat\":\"yesterday\",\"doing\":\"\",\"host\":\"h\"}"
            })
    void aStatusThatCannotBeReadIsAnError(String content) throws IOException {
        RunDirectory directory = RunDirectory.open(runs, config());
        Path root = directory.root();
        directory.release("test");
        Files.writeString(root.resolve("status.json"), content);
        for (ThrowingCallable asks : List.<ThrowingCallable>of(
                () -> RunFiles.in(root).status(),
                () -> RunFiles.in(root).isDone(),
                () -> RunFiles.in(root).isLive(),
                () -> RunDirectory.open(runs, config()))) {
            assertThatThrownBy(asks)
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContaining("found a damaged file " + root.resolve("status.json"));
        }
        assertThat(RunFiles.in(root).statusIfReadable()).isEmpty();
        assertThat(root.resolve("status.json")).hasContent(content);
    }

    @Test
    void aJsonFileThatIsThereAndIsNoneIsAnError() throws IOException {
        Files.createDirectories(runs);
        assertThat(RunFiles.in(runs).json("absent.json").isMissingNode()).isTrue();
        Files.writeString(runs.resolve("cut.json"), "{\"a\": 1");
        assertThatThrownBy(() -> RunFiles.in(runs).json("cut.json"))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found a damaged file " + runs.resolve("cut.json"));
    }

    @Test
    void keepsFilesInside() {
        RunDirectory directory = RunDirectory.open(runs, config());
        assertThat(directory.file("eval/deep/x.json").getParent()).isDirectory();
        assertThatThrownBy(() -> directory.file("../x")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Ticks a second with every look, forwards or backwards, and fails at one of them. */
    private static Clock clock(int secondsPerLook, int failsAt) {
        AtomicInteger looks = new AtomicInteger();
        return new Clock() {
            @Override
            public Instant instant() {
                int look = looks.incrementAndGet();
                if (look == failsAt) {
                    throw new IllegalStateException("no time");
                }
                return Instant.EPOCH.plusSeconds((long) secondsPerLook * look);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    /** A scheduled task that throws is never run again: the run would look dead. */
    @Test
    void aHeartbeatThatFailsIsNotTheLast() throws InterruptedException {
        RunDirectory directory = RunDirectory.open(runs, config());
        try (RunSession session = new RunSession(directory, clock(1, 3), Duration.ofMillis(20))) {
            Instant later = Instant.EPOCH.plusSeconds(5);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (Instant.parse(RunFiles.in(session.directory().root())
                                    .status()
                                    .orElseThrow()
                                    .heartbeat())
                            .isBefore(later)
                    && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            assertThat(Instant.parse(
                            RunFiles.in(directory.root()).status().orElseThrow().heartbeat()))
                    .isAfterOrEqualTo(later);
        }
    }

    @Test
    void whatARunTookIsNotToldByAClockThatIsSetBack() {
        RunDirectory directory = RunDirectory.open(runs, config());
        try (RunSession session = new RunSession(directory, clock(-100_000, 0), Duration.ofHours(1))) {
            assertThat(session.seconds()).isBetween(0.0, 600.0);
            session.done();
            double told = RunFiles.in(directory.root()).status().orElseThrow().seconds();
            assertThat(told).isBetween(0.0, 600.0).isEqualTo(session.seconds());
        }
    }

    @Test
    void beatsAndEndsOnce() {
        RunDirectory directory = RunDirectory.open(runs, config());
        try (RunSession session = new RunSession(directory)) {
            assertThat(state(directory)).contains(RunState.RUNNING);
            session.progress("working", 0.5);
            assertThat(session.end(RunState.INTERRUPTED, "stopped")).isTrue();
            assertThat(session.done()).isFalse();
        }
        assertThat(RunFiles.in(directory.root()).status()).hasValueSatisfying(s -> {
            assertThat(s.state()).isEqualTo(RunState.INTERRUPTED);
            assertThat(s.reason()).contains("stopped");
            assertThat(s.doing()).isEqualTo("working");
            assertThat(s.fraction()).isEqualTo(0.5);
        });
    }

    @Test
    void failsASessionThatNobodyEnded() {
        RunDirectory directory = RunDirectory.open(runs, config());
        new RunSession(directory).close();
        assertThat(state(directory)).contains(RunState.FAILED);
    }

    @Test
    void rewindsMetricsToACheckpoint() throws IOException {
        RunDirectory directory = RunDirectory.open(runs, config());
        MetricsFile metrics = new MetricsFile(directory);
        for (int epoch = 1; epoch <= 3; epoch++) {
            metrics.append(Map.of("epoch", epoch, "nats", 0.1 * epoch));
        }
        Path file = directory.file("metrics.jsonl");
        Files.writeString(file, Files.readString(file) + "{\"epoch\": 4, \"na");

        assertThat(MetricsFile.read(file)).hasSize(3);
        metrics.rewind(2);
        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().contains("\"epoch\":2", "\"nats\":0.2");
    }

    @Test
    void listsTheExecutionsBefore() throws IOException {
        RunDirectory directory = RunDirectory.open(runs, config());
        new Provenance(directory, config(), List.of("run", "first"));
        new Provenance(directory, config(), List.of("run", "second"));
        new Provenance(directory, config(), List.of("run", "third")).add("data", "these");

        Map<?, ?> provenance = Json.read(directory.file("provenance.json"), Map.class);
        assertThat(provenance.get("commandLine")).isEqualTo(List.of("run", "third"));
        assertThat(provenance.get("data")).isEqualTo("these");
        assertThat((List<?>) provenance.get("continues"))
                .extracting(e -> ((Map<?, ?>) e).get("commandLine"))
                .isEqualTo(List.of(List.of("run", "second"), List.of("run", "first")));
        assertThat(provenance.toString()).containsOnlyOnce("continues");
        assertThat((Map<?, ?>) provenance.get("libraries"))
                .extracting("nd4j-api")
                .isEqualTo("1.0.0-M2.1");
    }

    private void end(RunState state) {
        try (RunSession session = new RunSession(RunDirectory.open(runs, config()))) {
            session.end(state, "");
        }
    }

    private static Optional<RunState> state(RunDirectory directory) {
        return RunFiles.in(directory.root()).status().map(RunStatus::state);
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
        return new ConfigResolver("example", "", NoOptions.class).resolve(Optional.empty(), List.of(overrides));
    }
}
