package org.vae4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerThreadsTest {

    @Test
    void runsAllPartsAtOnceAndTheFirstOnTheCallersThread() {
        try (WorkerThreads threads = new WorkerThreads(3)) {
            Thread caller = Thread.currentThread();
            CountDownLatch started = new CountDownLatch(3);
            assertThat(threads.run(3, i -> {
                        started.countDown();
                        try {
                            started.await();
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

    /** Otherwise the caller could reuse memory to which other threads still write. */
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
    void throwsTheErrorOfAPartAndStaysUsable() {
        try (WorkerThreads threads = new WorkerThreads(2)) {
            assertThatThrownBy(() -> threads.run(2, i -> {
                        if (i == 1) {
                            throw new OutOfMemoryError("not really");
                        }
                        return i;
                    }))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(threads.run(2, i -> i)).containsExactly(0, 1);
        }
    }

    @Test
    void refusesMorePartsThanThreads() {
        try (WorkerThreads threads = new WorkerThreads(2)) {
            assertThatThrownBy(() -> threads.run(3, i -> i))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("found 3 parts for 2 threads, expected 1 to 2");
        }
    }

    @Test
    void refusesNoThreads() {
        assertThatThrownBy(() -> new WorkerThreads(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found 0 workers, expected a number >= 1");
    }

    @Test
    void onePartRunsOnTheCallersThread() {
        try (WorkerThreads threads = new WorkerThreads(1)) {
            Thread caller = Thread.currentThread();
            assertThat(threads.run(1, i -> Thread.currentThread())).containsExactly(caller);
        }
    }
}
