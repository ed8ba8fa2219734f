package org.vae4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerThreadsTest {

    @Test
    void runsAllPartsAtOnceTheFirstOnTheCallersThread() {
        try (WorkerThreads threads = new WorkerThreads(3)) {
            Thread caller = Thread.currentThread();
            CountDownLatch together = new CountDownLatch(3);
            assertThat(threads.run(3, i -> {
                        together.countDown();
                        try {
                            together.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return (Thread.currentThread() == caller) + " " + i;
                    }))
                    .containsExactly("true 0", "false 1", "false 2");
        }
    }

    @Test
    void waitsForAllPartsWhenOneFails() {
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(1);
        try (WorkerThreads threads = new WorkerThreads(3)) {
            assertThatThrownBy(() -> threads.run(3, i -> {
                        if (i == 0) {
                            failed.countDown();
                            throw new IllegalArgumentException("part 0");
                        }
                        try {
                            failed.await();
                            Thread.sleep(50);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return ended.incrementAndGet();
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("part 0");
            assertThat(ended).hasValue(2);
        }
    }

    /** Whoever is interrupted would else free what the others still write to. */
    @Test
    void waitsForAllPartsWhenInterruptedAndStaysInterrupted() {
        AtomicInteger ended = new AtomicInteger();
        try (WorkerThreads threads = new WorkerThreads(2)) {
            assertThat(threads.run(2, i -> {
                        if (i == 0) {
                            Thread.currentThread().interrupt();
                            return 0;
                        }
                        try {
                            Thread.sleep(50);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return ended.incrementAndGet();
                    }))
                    .containsExactly(0, 1);
            assertThat(ended).hasValue(1);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void passesOnErrorsAsTheyAre() {
        try (WorkerThreads threads = new WorkerThreads(2)) {
            assertThatThrownBy(() -> threads.run(2, i -> {
                        if (i == 1) {
                            throw new OutOfMemoryError("not really");
                        }
                        return i;
                    }))
                    .isInstanceOf(OutOfMemoryError.class);
            // And are ready for more.
            assertThat(threads.run(2, i -> i)).containsExactly(0, 1);
        }
    }

    @Test
    void needsNoThreadsForOnePart() {
        try (WorkerThreads threads = new WorkerThreads(1)) {
            Thread caller = Thread.currentThread();
            assertThat(threads.run(1, i -> Thread.currentThread())).containsExactly(caller);
        }
    }
}
