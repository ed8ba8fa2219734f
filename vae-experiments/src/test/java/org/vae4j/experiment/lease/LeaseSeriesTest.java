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

/** Whoever holds the newest lease may work, and nobody else. */
class LeaseSeriesTest {

    private static final ProcessIdentity ELSEWHERE = new ProcessIdentity("far", "far away", 1, 1);
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void isHeldByOneUntilItIsReleased() throws IOException {
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
    void aFolderHoldsOneSeriesPerPrefix() throws IOException {
        here().acquire().orElseThrow();
        LeaseSeries other = new LeaseSeries(folder, ".lease-", List.of(), ProcessIdentity.self());
        assertThat(other.standing()).isEqualTo(LeaseStanding.NONE);
        assertThat(other.acquire()).isPresent();
        assertThat(files()).containsExactlyInAnyOrder("1", ".lease-1");
    }

    @RepeatedTest(5)
    void amongManyWhoTryAtOnceExactlyOneGetsIt() throws Exception {
        assertThat(race()).isEqualTo(1);
        Files.writeString(folder.resolve("1"), LeaseRecord.takenBy(ELSEWHERE).json());
        silence("1");
        assertThat(race()).isEqualTo(1);
    }

    @Test
    void noLeaseIsDeletedWhenOthersFollow() throws IOException {
        here().acquire().orElseThrow().release("one");
        here().acquire().orElseThrow().release("two");
        here().acquire().orElseThrow().release("three");
        assertThat(files()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(LeaseRecord.read(folder.resolve("2")).outcome()).isEqualTo("two");
    }

    /** Whoever acts on what it saw before others came and went may not take their number. */
    @Test
    void aSlowProcessCannotTakeANumberThatWasTakenMeanwhile() throws IOException {
        here().acquire().orElseThrow().release("one");
        LeaseStanding seen = here().standing();
        here().acquire().orElseThrow().release("two");
        assertThat(here().acquireAfter(seen)).isEmpty();
    }

    @Test
    void isTakenOverFromAHostThatFellSilentAndNotBefore() throws IOException {
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

    /** A process of this computer is looked up: it may have been stopped for a while, and still goes on. */
    @Test
    void isNotTakenOverFromAProcessThatIsKnownToLive() throws IOException {
        here().acquire().orElseThrow();
        silence("1");
        assertThat(here().standing().state()).isEqualTo(LeaseStanding.State.ALIVE);
        assertThat(here().acquire()).isEmpty();
    }

    @Test
    void aHeartbeatElsewhereIsASignOfLife() throws IOException {
        Path heartbeat = Files.writeString(folder.resolve("status.json"), "{}");
        there().acquire().orElseThrow();
        silence("1");
        LeaseSeries series = new LeaseSeries(folder, "", List.of(heartbeat), ProcessIdentity.self());
        assertThat(series.standing().state()).isEqualTo(LeaseStanding.State.UNCERTAIN);
        silence("status.json");
        assertThat(series.standing().state()).isEqualTo(LeaseStanding.State.ABANDONED);
    }

    @Test
    void theOneWhoLostItCannotTouchTheSuccessor() throws IOException {
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
    void knowsWhenItsFileWasRemoved() throws IOException {
        Lease mine = here().acquire().orElseThrow();
        Files.delete(folder.resolve("1"));
        assertThat(mine.state()).isEqualTo(Lease.State.REMOVED);
    }

    @Test
    void isTakenOverAtOnceFromAProcessOfThisHostThatDied() throws Exception {
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
    void aNumberThatWasGivenOutAgainIsNotTheProcessThatHeldIt() throws IOException {
        ProcessIdentity self = ProcessIdentity.self();
        assertThat(self.lifeSeenBy(self)).isEqualTo(ProcessIdentity.Life.ALIVE);
        seriesOf(new ProcessIdentity(self.host(), self.place(), self.pid(), self.started() - 100))
                .acquire()
                .orElseThrow();
        assertThat(here().acquire()).isPresent();
    }

    @Test
    void anEmptyFileIsHeldUntilItIsOld() throws IOException {
        Files.createFile(folder.resolve("1"));
        assertThat(here().acquire()).isEmpty();
        silence("1");
        assertThat(here().acquire()).isPresent();
    }

    /** As version 0.1 wrote the lease of a trial: {@code null} while it is held. */
    @Test
    void understandsALeaseOfATrialOfVersion01() throws IOException {
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

    /** A thread that was told to stop gives its lease back in the end, and still knows that it was told. */
    @Test
    void isReleasedByAThreadThatIsInterrupted() throws IOException {
        Lease mine = here().acquire().orElseThrow();
        Thread.currentThread().interrupt();
        mine.beat();
        mine.release("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(here().standing().state()).isEqualTo(LeaseStanding.State.RELEASED);
    }

    @Test
    void isNotReleasedWithoutAnOutcome() throws IOException {
        Lease mine = here().acquire().orElseThrow();
        assertThatThrownBy(() -> mine.release(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deletesWhatIsFreeAndNothingThatIsHeld() throws IOException {
        here().acquire().orElseThrow().release("one");
        Lease second = here().acquire().orElseThrow();
        here().deleteFree();
        assertThat(files()).containsExactlyInAnyOrder("1", "2");
        second.release("two");
        here().deleteFree();
        assertThat(files()).isEmpty();
    }

    private long race() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Optional<Lease>>> tries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tries.add(threads.submit(() -> {
                start.await();
                return here().acquire();
            }));
        }
        start.countDown();
        long got = 0;
        for (Future<Optional<Lease>> attempt : tries) {
            got += attempt.get().isPresent() ? 1 : 0;
        }
        threads.shutdown();
        return got;
    }

    /** As if a file had last been written two minutes ago. */
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
