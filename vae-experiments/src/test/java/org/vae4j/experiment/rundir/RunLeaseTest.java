package org.vae4j.experiment.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.lease.Host;
import org.vae4j.experiment.lease.Lease;
import org.vae4j.experiment.lease.LeaseRecord;
import org.vae4j.experiment.lease.ProcessIdentity;
import org.vae4j.file.AtomicFile;

/** In these tests, the parent process stands for a live process that is not this one. */
@Timeout(120)
class RunLeaseTest {

    private static final ExperimentConfig CONFIG =
            new ConfigResolver("example", "", NoOptions.class).resolve(List.of());

    private static final String LONG_AGO = "2020-01-01T00:00:00Z";

    @TempDir
    Path runs;

    @Test
    void acquireCreatesTheFirstLease() throws IOException {
        RunLease lease = RunLease.acquire(runs);
        assertThat(leases()).containsExactly(".lease-1");
        assertThat(lease.state()).isEqualTo(Lease.State.HELD);
        assertThat(lease.previousOwnerDied()).isFalse();
        lease.release("DONE");
    }

    @Test
    void releaseWritesTheOutcomeAndFreesTheNextNumber() throws IOException {
        RunLease.acquire(runs).release("DONE");
        assertThat(LeaseRecord.read(runs.resolve(".lease-1")).outcome()).isEqualTo("DONE");
        RunLease next = RunLease.acquire(runs);
        assertThat(leases()).containsExactlyInAnyOrder(".lease-1", ".lease-2");
        assertThat(next.previousOwnerDied()).isFalse();
        next.release("DONE");
    }

    @Test
    void allThreadsOfAProcessShareOneLease() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<RunLease>> acquired = threads.invokeAll(Collections.nCopies(8, () -> RunLease.acquire(runs)));
            RunLease lease = acquired.get(0).get();
            for (Future<RunLease> other : acquired) {
                assertThat(other.get()).isSameAs(lease);
            }
            assertThat(leases()).containsExactly(".lease-1");
            lease.release("DONE");
        } finally {
            threads.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void acquireFailsWhileAnotherProcessHoldsTheLease(boolean ofVersion01) throws IOException {
        write(1, ofVersion01 ? version01(parent()) : lease(ProcessIdentity.of(parent())));
        assertThatThrownBy(() -> RunLease.acquire(runs))
                .isInstanceOf(RunDirectoryException.class)
                .extracting(e -> ((RunDirectoryException) e).reason())
                .isEqualTo(RunDirectoryException.Reason.LIVE);
        assertThatThrownBy(() -> RunLease.acquire(runs))
                .hasMessageContaining("found a live run in")
                .hasMessageContaining("process " + parent().pid() + " on " + Host.name());
        assertThat(leases()).containsExactly(".lease-1");
    }

    /** It is taken over at once, although the heartbeat is recent. */
    @Test
    void aLeaseOfADeadLocalProcessIsTakenOver() throws IOException {
        Files.writeString(runs.resolve("status.json"), Json.line(running(Instant.now())));
        ProcessIdentity parent = ProcessIdentity.of(parent());
        write(3, lease(new ProcessIdentity(parent.host(), parent.place(), Integer.MAX_VALUE, parent.started())));
        RunLease lease = RunLease.acquire(runs);
        assertThat(leases()).containsExactlyInAnyOrder(".lease-3", ".lease-4");
        assertThat(lease.previousOwnerDied()).isTrue();
        lease.release("DONE");
    }

    @Test
    void aLeaseIsTakenOverIfItsProcessNumberWasReused() throws IOException {
        ProcessIdentity parent = ProcessIdentity.of(parent());
        write(7, lease(new ProcessIdentity(parent.host(), parent.place(), parent.pid(), parent.started() - 100)));
        RunLease lease = RunLease.acquire(runs);
        assertThat(leases()).containsExactlyInAnyOrder(".lease-7", ".lease-8");
        assertThat(lease.previousOwnerDied()).isTrue();
        lease.release("DONE");
    }

    @Test
    void aLeaseOfADeadProcessOfVersion01IsTakenOver() throws IOException {
        write(3, version01(Host.place(), Integer.MAX_VALUE, Instant.now().toString()));
        RunLease lease = RunLease.acquire(runs);
        assertThat(lease.previousOwnerDied()).isTrue();
        lease.release("DONE");

        write(7, version01(Host.place(), parent().pid(), LONG_AGO));
        RunLease.acquire(runs).release("DONE");
        assertThat(leases()).contains(".lease-4", ".lease-8");
    }

    /** Killed runs are such zombies in a container whose first process does not wait for orphans. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aLeaseOfAZombieIsTakenOver() throws Exception {
        Process careless = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try {
            long pid = Long.parseLong(careless.inputReader().readLine());
            ProcessHandle ended = ProcessHandle.of(pid).orElseThrow();
            // While the shell is still a shell, it would wait for its child.
            while (!Host.content("/proc/" + careless.pid() + "/comm").equals("sleep")) {
                Thread.sleep(5);
            }
            ended.destroyForcibly();
            while (!Host.content("/proc/" + pid + "/stat").contains(") Z ")) {
                Thread.sleep(5);
            }
            write(1, lease(ProcessIdentity.of(ended)));
            RunLease.acquire(runs).release("DONE");
            assertThat(running(Instant.now(), pid).isAlive(Host.name(), Instant.now()))
                    .isFalse();
        } finally {
            careless.destroyForcibly();
        }
    }

    /** The clock of the file system counts, not the time that the other computer wrote. */
    @ParameterizedTest
    @ValueSource(strings = {LONG_AGO, "2100-01-01T00:00:00Z"})
    @Timeout(60)
    void aLeaseOfAnotherComputerIsTakenOverIfItsHeartbeatIsOld(String theirTime) throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(RunStatus.STALE).minusSeconds(1));
        write(1, version01("elsewhere", 1, theirTime));
        Files.writeString(runs.resolve("status.json"), Json.line(running(Instant.parse(theirTime))));
        Files.setLastModifiedTime(runs.resolve(".lease-1"), old);
        Files.setLastModifiedTime(runs.resolve("status.json"), old);
        RunLease.acquire(runs).release("DONE");

        // Its owner was killed before it wrote its identity.
        Path empty = Files.createFile(runs.resolve(".lease-3"));
        Files.setLastModifiedTime(empty, old);
        RunLease.acquire(runs).release("DONE");
        assertThat(leases()).contains(".lease-2", ".lease-4");
    }

    /** The clock of the other computer may be wrong, and the computer may have the name of this one. */
    @ParameterizedTest
    @ValueSource(ints = {0, -600, 600})
    @Timeout(60)
    void acquireFailsWhileTheHeartbeatOfAnotherComputerGoesOn(int clockSeconds) throws Exception {
        write(1, lease(new ProcessIdentity(Host.name(), "elsewhere", Integer.MAX_VALUE, 1)));
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> beating = thread.submit(() -> {
            while (!enough.get()) {
                String status = Json.line(running(Instant.now().plusSeconds(clockSeconds)));
                AtomicFile.write(runs.resolve("status.json"), status);
                TimeUnit.MILLISECONDS.sleep(100);
            }
            return null;
        });
        try {
            assertThatThrownBy(() -> RunLease.acquire(runs))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContaining("on " + Host.name());
        } finally {
            enough.set(true);
            thread.shutdown();
        }
        beating.get();
        assertThat(leases()).containsExactly(".lease-1");
    }

    /** A computer that has slept must not go on writing. */
    @Test
    void writingFailsAfterAnotherProcessTookTheLease() throws IOException {
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

    /** A run that was killed leaves the status RUNNING, which the next run must not believe. */
    @Test
    void aKilledRunWithAStatusOfRunningCanBeContinued() throws IOException {
        Path root = RunDirectory.locate(runs, CONFIG);
        Files.createDirectories(root);
        Files.writeString(root.resolve("status.json"), Json.line(running(Instant.now())));
        Files.writeString(root.resolve(".lease-1"), version01(Host.place(), parent().pid(), LONG_AGO));
        try (RunSession session = new RunSession(RunDirectory.open(runs, CONFIG))) {
            session.end(RunState.INTERRUPTED, "test");
        }
        assertThat(RunLease.acquire(root).previousOwnerDied()).isFalse();
    }

    private static RunStatus running(Instant heartbeat) {
        return running(heartbeat, parent().pid());
    }

    private static RunStatus running(Instant heartbeat, long pid) {
        return new RunStatus(
                RunState.RUNNING,
                Optional.empty(),
                heartbeat.toString(),
                heartbeat.toString(),
                1,
                "working",
                0.1,
                Host.name(),
                pid);
    }

    /** The process that started this one. */
    private static ProcessHandle parent() {
        return ProcessHandle.current().parent().orElseThrow();
    }

    private static String lease(ProcessIdentity owner) {
        return Json.line(new LeaseRecord(owner, LONG_AGO, ""));
    }

    /** The lease of a run as version 0.1 wrote it. */
    private static String version01(ProcessHandle process) {
        return version01(
                Host.place(),
                process.pid(),
                process.info().startInstant().orElseThrow().toString());
    }

    private static String version01(String place, long pid, String processStarted) {
        return Json.line(Map.of("host", Host.name(), "place", place, "pid", pid, "processStarted", processStarted));
    }

    private void write(int number, String content) throws IOException {
        Files.writeString(runs.resolve(".lease-" + number), content);
    }

    private List<String> leases() throws IOException {
        try (Stream<Path> files = Files.list(runs)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(RunLease::isLease)
                    .toList();
        }
    }
}
