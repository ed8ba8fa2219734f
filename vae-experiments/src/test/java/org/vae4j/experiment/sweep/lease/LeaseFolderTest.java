package org.vae4j.experiment.sweep.lease;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever holds the lease may run the trial, and nobody else. */
class LeaseFolderTest {

    private static final Duration STALE = Duration.ofSeconds(60);
    private static final Owner ELSEWHERE = new Owner("far", "far away", 1, 1);

    @TempDir
    Path folder;

    @Test
    void isHeldByOneUntilItIsReleased() throws IOException {
        Lease mine = here().acquire("a").orElseThrow();
        assertThat(here().acquire("a")).isEmpty();
        assertThat(there().acquire("a")).isEmpty();
        assertThat(here().acquire("b")).isPresent();
        assertThat(there().holder("a")).contains(Owner.self());

        mine.release("DONE");
        assertThat(there().holder("a")).isEmpty();
        assertThat(there().acquire("a")).isPresent();
        assertThat(here().acquire("a")).isEmpty();
    }

    @RepeatedTest(5)
    void amongManyWhoTryAtOnceExactlyOneGetsIt() throws Exception {
        assertThat(race()).isEqualTo(1);
        silence("a", 1);
        assertThat(race()).isEqualTo(1);
    }

    @Test
    void isTakenOverFromAHostThatFellSilentAndNotBefore() throws IOException {
        Lease theirs = there().acquire("a").orElseThrow();
        assertThat(here().acquire("a")).isEmpty();
        silence("a", 1);
        theirs.beat();
        assertThat(here().acquire("a")).isEmpty();
        assertThat(theirs.isLost()).isFalse();

        silence("a", 1);
        assertThat(here().acquire("a")).isPresent();
        assertThat(theirs.isLost()).isTrue();
    }

    @Test
    void theOneWhoLostItCannotTouchTheSuccessor() throws IOException {
        Lease theirs = there().acquire("a").orElseThrow();
        silence("a", 1);
        Lease mine = here().acquire("a").orElseThrow();
        theirs.beat();
        theirs.release("late");
        assertThat(there().holder("a")).contains(Owner.self());
        assertThat(mine.isLost()).isFalse();
        assertThat(there().acquire("a")).isEmpty();
    }

    @Test
    void isTakenOverAtOnceFromAProcessOfThisHostThatDied() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        process.waitFor();
        Owner dead = new Owner(Owner.self().host(), Owner.self().place(), process.pid(), 1);
        folderOf(dead).acquire("a").orElseThrow();
        assertThat(here().acquire("a")).isPresent();
    }

    @Test
    void aNumberThatWasGivenOutAgainIsNotTheProcessThatHeldIt() throws IOException {
        Owner self = Owner.self();
        assertThat(self.isDead(self)).isFalse();
        Owner earlier = new Owner(self.host(), self.place(), self.pid(), self.started() - 100);
        folderOf(earlier).acquire("a").orElseThrow();
        assertThat(here().acquire("a")).isPresent();
    }

    @Test
    void anEmptyFileIsHeldUntilItIsOld() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        Files.createFile(folder.resolve("a/1"));
        assertThat(here().acquire("a")).isEmpty();
        silence("a", 1);
        assertThat(here().acquire("a")).isPresent();
    }

    private long race() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Optional<Lease>>> tries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tries.add(threads.submit(() -> {
                start.await();
                return here().acquire("a");
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

    /** As if the owner had last been heard of two minutes ago. */
    private void silence(String key, int number) throws IOException {
        Path file = folder.resolve(key).resolve(Integer.toString(number));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(120)));
    }

    private LeaseFolder here() {
        return folderOf(Owner.self());
    }

    private LeaseFolder there() {
        return folderOf(ELSEWHERE);
    }

    private LeaseFolder folderOf(Owner owner) {
        return new LeaseFolder(folder, owner, STALE);
    }
}
