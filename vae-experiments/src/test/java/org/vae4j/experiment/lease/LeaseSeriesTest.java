package org.vae4j.experiment.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseSeriesTest {

    private static final int THREADS = 8;
    /** A process that cannot be looked up from here. */
    private static final ProcessIdentity ELSEWHERE = new ProcessIdentity("far", "far away", 1, 1);
    /** Longer than {@link LeaseSeries#STALE}. */
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void aLeaseIsHeldByOneProcessUntilItsRelease() throws IOException {
        Lease mine = here().acquire().orElseThrow();
        assertThat(here().acquire()).isEmpty();
        assertThat(there().acquire()).isEmpty();
        assertThat(there().standing().owner()).isEqualTo(ProcessIdentity.self());
        assertThat(mine.state()).isEqualTo(Lease.State.HELD);

        mine.release("DONE");
        assertThat(mine.state()).isEqualTo(Lease.State.RELEASED);
        assertThat(there().standing().state()).isEqualTo(LeaseStanding.State.RELEASED);
        assertThat(there().acquire()).isPresent();
        assertThat(here().acquire()).isEmpty();
    }

    @Test
    void leasesWithDifferentPrefixesAreIndependent() throws IOException {
        here().acquire().orElseThrow();
        LeaseSeries other = new LeaseSeries(folder, ".lease-", List.of(), ProcessIdentity.self());
        assertThat(other.standing()).isEqualTo(LeaseStanding.NONE);
        assertThat(other.acquire()).isPresent();
        assertThat(files()).containsExactlyInAnyOrder("1", ".lease-1");
    }

    @RepeatedTest(5)
    void exactlyOneOfManyThreadsAcquiresTheFirstLease() throws Exception {
        assertThat(leasesAcquiredAtOnce()).isEqualTo(1);
    }

    @RepeatedTest(5)
    void exactlyOneOfManyThreadsTakesOverAStaleLease() throws Exception {
        Files.writeString(folder.resolve("1"), LeaseRecord.takenBy(ELSEWHERE).json());
        silence("1");
        assertThat(leasesAcquiredAtOnce()).isEqualTo(1);
    }

    @Test
    void earlierLeasesAreKept() throws IOException {
        here().acquire().orElseThrow().release("one");
        here().acquire().orElseThrow().release("two");
        here().acquire().orElseThrow().release("three");
        assertThat(files()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(LeaseRecord.read(folder.resolve("2")).outcome()).isEqualTo("two");
    }

    @Test
    void acquireAfterAnOutdatedReadingFails() throws IOException {
        here().acquire().orElseThrow().release("one");
        LeaseStanding seen = here().standing();
        here().acquire().orElseThrow().release("two");
        assertThat(here().acquireAfter(seen)).isEmpty();
    }

    @Test
    void aLeaseOfAnotherHostIsTakenOverOnlyAfterSilence() throws IOException {
        Lease theirs = there().acquire().orElseThrow();
        assertThat(here().acquire()).isEmpty();
        silence("1");
        theirs.beat();
        assertThat(here().acquire()).isEmpty();
        assertThat(theirs.state()).isEqualTo(Lease.State.HELD);

        silence("1");
        assertThat(here().acquire()).isPresent();
        assertThat(theirs.state()).isEqualTo(Lease.State.TAKEN_OVER);
    }

    /** A process that was stopped for a while gives no sign of life, but may go on. */
    @Test
    void aLeaseOfALiveLocalProcessIsNotTakenOver() throws IOException {
        here().acquire().orElseThrow();
        silence("1");
        assertThat(here().standing().state()).isEqualTo(LeaseStanding.State.ALIVE);
        assertThat(here().acquire()).isEmpty();
    }

    @Test
    void aHeartbeatFileIsASignOfLife() throws IOException {
        Path heartbeat = Files.writeString(folder.resolve("status.json"), "{}");
        there().acquire().orElseThrow();
        silence("1");
        LeaseSeries series = new LeaseSeries(folder, "", List.of(heartbeat), ProcessIdentity.self());
        assertThat(series.standing().state()).isEqualTo(LeaseStanding.State.UNCERTAIN);
        silence("status.json");
        assertThat(series.standing().state()).isEqualTo(LeaseStanding.State.ABANDONED);
    }

    @Test
    void aLostLeaseCannotChangeItsSuccessor() throws IOException {
        Lease theirs = there().acquire().orElseThrow();
        silence("1");
        Lease mine = here().acquire().orElseThrow();
        theirs.beat();
        theirs.release("late");
        assertThat(there().standing().owner()).isEqualTo(ProcessIdentity.self());
        assertThat(mine.state()).isEqualTo(Lease.State.HELD);
        assertThat(there().acquire()).isEmpty();
    }

    @Test
    void theStateIsRemovedWithoutTheFile() throws IOException {
        Lease mine = here().acquire().orElseThrow();
        Files.delete(folder.resolve("1"));
        assertThat(mine.state()).isEqualTo(Lease.State.REMOVED);
    }

    @Test
    void aLeaseOfADeadLocalProcessIsTakenOverAtOnce() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        process.waitFor();
        ProcessIdentity self = ProcessIdentity.self();
        seriesOf(new ProcessIdentity(self.host(), self.place(), process.pid(), 1))
                .acquire()
                .orElseThrow();
        assertThat(here().acquire()).isPresent();
    }

    @Test
    void aReusedProcessNumberDoesNotKeepALeaseAlive() throws IOException {
        ProcessIdentity self = ProcessIdentity.self();
        assertThat(self.lifeSeenBy(self)).isEqualTo(ProcessIdentity.Life.ALIVE);
        seriesOf(new ProcessIdentity(self.host(), self.place(), self.pid(), self.started() - 100))
                .acquire()
                .orElseThrow();
        assertThat(here().acquire()).isPresent();
    }

    @Test
    void anEmptyLeaseIsHeldUntilItIsStale() throws IOException {
        Files.createFile(folder.resolve("1"));
        assertThat(here().acquire()).isEmpty();
        silence("1");
        assertThat(here().acquire()).isPresent();
    }

    /** Version 0.1 wrote {@code null} for the outcome while a lease was held. */
    @Test
    void readsALeaseOfVersion01() throws IOException {
        ProcessIdentity self = ProcessIdentity.self();
        String owner = String.format(
                "{\"host\":\"%s\",\"place\":\"%s\",\"pid\":%d,\"started\":%d}",
                self.host(), self.place(), self.pid(), self.started());
        String lease = "{\"owner\":" + owner + ",\"taken\":\"2026-11-22T00:00:00Z\",\"outcome\":%s}\n";
        Files.writeString(folder.resolve("1"), lease.formatted("null"));
        assertThat(here().standing().state()).isEqualTo(LeaseStanding.State.ALIVE);
        Files.writeString(folder.resolve("1"), lease.formatted("\"DONE\""));
        assertThat(here().standing().state()).isEqualTo(LeaseStanding.State.RELEASED);
        assertThat(LeaseRecord.read(folder.resolve("1")).outcome()).isEqualTo("DONE");
    }

    /** The interrupt must neither close the file of the lease nor be lost. */
    @Test
    void anInterruptedThreadCanReleaseALease() throws IOException {
        Lease mine = here().acquire().orElseThrow();
        Thread.currentThread().interrupt();
        mine.beat();
        mine.release("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(here().standing().state()).isEqualTo(LeaseStanding.State.RELEASED);
    }

    @Test
    void releaseRefusesABlankOutcome() throws IOException {
        Lease mine = here().acquire().orElseThrow();
        assertThatThrownBy(() -> mine.release(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deleteFreeDeletesNothingWhileTheNewestLeaseIsHeld() throws IOException {
        here().acquire().orElseThrow().release("one");
        Lease second = here().acquire().orElseThrow();
        here().deleteFree();
        assertThat(files()).containsExactlyInAnyOrder("1", "2");
        second.release("two");
        here().deleteFree();
        assertThat(files()).isEmpty();
    }

    /** The number of threads that acquire a lease when all try at the same time. */
    private long leasesAcquiredAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Optional<Lease>>> attempts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            attempts.add(threads.submit(() -> {
                start.await();
                return here().acquire();
            }));
        }
        start.countDown();
        long acquired = 0;
        for (Future<Optional<Lease>> attempt : attempts) {
            acquired += attempt.get().isPresent() ? 1 : 0;
        }
        threads.shutdown();
        return acquired;
    }

    /** Makes a file look as if it was last written two minutes ago. */
    private void silence(String name) throws IOException {
        Files.setLastModifiedTime(
                folder.resolve(name), FileTime.from(Instant.now().minus(TWO_MINUTES)));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private LeaseSeries here() {
        return seriesOf(ProcessIdentity.self());
    }

    private LeaseSeries there() {
        return seriesOf(ELSEWHERE);
    }

    private LeaseSeries seriesOf(ProcessIdentity process) {
        return new LeaseSeries(folder, "", List.of(), process);
    }
}
