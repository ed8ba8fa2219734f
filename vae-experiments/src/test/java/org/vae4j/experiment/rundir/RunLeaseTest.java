package org.vae4j.experiment.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.NoOptions;

class RunLeaseTest {

    private static final ExperimentConfig CONFIG =
            new ConfigResolver("example", "", NoOptions.class).resolve(Optional.empty(), List.of());

    @TempDir
    Path runs;

    @Test
    void isAFileWhileItIsHeld() throws IOException {
        RunLease lease = RunLease.acquire(runs);
        assertThat(leases()).containsExactly(".lease-1");
        assertThat(lease.isHeld()).isTrue();
        assertThat(lease.isAfterAnother()).isFalse();
        assertThat(RunLease.acquire(runs)).isSameAs(lease);
        lease.release();
        assertThat(leases()).isEmpty();
        RunLease.acquire(runs).release();
    }

    @Test
    void isRefusedWhileAnotherProcessHasIt() throws IOException {
        write(
                1,
                new LeaseHolder(
                        Host.name(),
                        parent().pid(),
                        started(parent()),
                        Instant.now().toString()));
        assertThatThrownBy(() -> RunLease.acquire(runs))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found a live run in")
                .hasMessageContaining("process " + parent().pid() + " on " + Host.name());
        assertThat(leases()).containsExactly(".lease-1");
    }

    /** At once, whatever the heartbeat says; also where the system has given the dead process's number to another. */
    @Test
    void isTakenOverFromADeadProcessOnThisComputer() throws IOException {
        write(
                3,
                new LeaseHolder(
                        Host.name(),
                        Integer.MAX_VALUE,
                        Instant.now().toString(),
                        Instant.now().toString()));
        RunLease lease = RunLease.acquire(runs);
        assertThat(leases()).containsExactly(".lease-4");
        assertThat(lease.isAfterAnother()).isTrue();
        lease.release();

        write(
                7,
                new LeaseHolder(
                        Host.name(),
                        parent().pid(),
                        "2020-01-01T00:00:00Z",
                        Instant.now().toString()));
        RunLease.acquire(runs).release();
        assertThat(leases()).isEmpty();
    }

    @Test
    void isTakenOverFromAnotherComputerWhenItsHeartbeatIsOld() throws IOException {
        Instant old = Instant.now().minus(RunStatus.STALE).minusSeconds(1);
        write(1, new LeaseHolder("elsewhere", 1, old.toString(), old.toString()));
        RunLease.acquire(runs).release();

        // Killed before it wrote who it was.
        Path empty = Files.createFile(runs.resolve(".lease-1"));
        Files.setLastModifiedTime(empty, java.nio.file.attribute.FileTime.from(old));
        RunLease.acquire(runs).release();
    }

    @Test
    void isRefusedWhenTheHeartbeatOfAnotherComputerGoesOn() throws Exception {
        write(
                1,
                new LeaseHolder(
                        "elsewhere", 1, Instant.now().toString(), Instant.now().toString()));
        Thread beating = new Thread(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(200);
                Files.writeString(runs.resolve("status.json"), Json.line(running(Instant.now())));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        beating.start();
        assertThatThrownBy(() -> RunLease.acquire(runs)).hasMessageContaining("on elsewhere");
        beating.join();
    }

    /** A computer that was asleep must not go on writing. */
    @Test
    void isLostWhenAnotherProcessTookItOver() throws IOException {
        RunDirectory directory = RunDirectory.open(runs, CONFIG);
        directory.write("a.json", Map.of());
        Files.delete(directory.root().resolve(".lease-1"));
        Files.writeString(directory.root().resolve(".lease-2"), "{}");
        assertThatThrownBy(() -> directory.write("a.json", Map.of()))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found another process at work in");
        assertThatThrownBy(() -> new MetricsFile(directory).append(Map.of("epoch", 1)))
                .hasMessageContaining("found another process");
    }

    /** Of the status of a killed run nothing is believed, and when it ends the next finds no trace of it. */
    @Test
    void letsARunContinueWhoseStatusStillSaysRunning() throws IOException {
        Path root = RunDirectory.locate(runs, CONFIG);
        Files.createDirectories(root);
        Files.writeString(root.resolve("status.json"), Json.line(running(Instant.now())));
        Files.writeString(
                root.resolve(".lease-1"),
                Json.line(new LeaseHolder(
                        Host.name(),
                        parent().pid(),
                        "2020-01-01T00:00:00Z",
                        Instant.now().toString())));
        try (RunSession session = new RunSession(RunDirectory.open(runs, CONFIG))) {
            session.end(RunState.INTERRUPTED, Optional.of("test"));
        }
        assertThat(RunLease.acquire(root).isAfterAnother()).isFalse();
    }

    private static RunStatus running(Instant heartbeat) {
        return new RunStatus(
                RunState.RUNNING,
                Optional.empty(),
                heartbeat.toString(),
                heartbeat.toString(),
                1,
                "working",
                0.1,
                Host.name(),
                parent().pid());
    }

    /** The process that started this one: alive, and not this one. */
    private static ProcessHandle parent() {
        return ProcessHandle.current().parent().orElseThrow();
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().orElseThrow().toString();
    }

    private void write(int number, LeaseHolder holder) throws IOException {
        Files.writeString(runs.resolve(".lease-" + number), Json.line(holder));
    }

    private List<String> leases() throws IOException {
        try (Stream<Path> files = Files.list(runs)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(RunLease::isLease)
                    .toList();
        }
    }
}
