package org.vae4j.train.step;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A fixed team of threads that compute the parts of one task together; the calling thread computes the first part.
 *
 * <p>Waiting threads spin briefly before they park: waking a parked thread takes a tenth of a millisecond and more, and
 * a training step hands out several tasks. One thread at a time may call {@link #run}.
 */
final class WorkerThreads implements AutoCloseable {

    /** The time that a thread spins before it parks: longer than the pauses between the tasks of successive steps. */
    private static final long SPIN_NANOS = 500_000;

    private final int count;
    private final List<Worker> others;

    /** A thread that runs one task after the other, each handed over through one field. */
    private static final class Worker implements Runnable {

        private final Thread thread = new Thread(this, "gradient worker");
        /** The task to run; null while there is none. */
        private volatile Runnable next;

        private volatile boolean asleep;
        private volatile boolean ended;

        private Worker() {
            thread.setDaemon(true);
        }

        private void start() {
            thread.start();
        }

        /** Hands over a task; the one before must have ended. */
        private void hand(Runnable task) {
            next = task;
            wake();
        }

        private void end() {
            ended = true;
            wake();
        }

        private void wake() {
            if (asleep) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void run() {
            while (!ended) {
                spinUntil(() -> next != null || ended);
                asleep = true;
                while (next == null && !ended) {
                    LockSupport.park(this);
                }
                asleep = false;
                Runnable task = next;
                if (task != null) {
                    next = null;
                    task.run();
                }
            }
        }
    }

    /** Starts {@code count - 1} threads; the caller's is the remaining one. */
    WorkerThreads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("found " + count + " workers, expected a number >= 1");
        }
        this.count = count;
        this.others = IntStream.range(1, count).mapToObj(i -> new Worker()).toList();
        others.forEach(Worker::start);
    }

    int count() {
        return count;
    }

    /**
     * Computes the parts 0 to {@code parts - 1}, each on a thread of its own, and waits for all of them, even when the
     * calling thread is interrupted: the parts work on shared memory.
     *
     * @param parts number of parts, from 1 to {@link #count}
     * @param part computes a part by its number
     * @return the results in the order of the parts
     * @throws RuntimeException or an error, the failure of the first part that failed
     */
    <T> List<T> run(int parts, IntFunction<T> part) {
        if (parts < 1 || parts > count) {
            throw new IllegalArgumentException(
                    "found " + parts + " parts for " + count + " threads, expected 1 to " + count);
        }
        List<FutureTask<T>> all = IntStream.range(0, parts)
                .mapToObj(i -> new FutureTask<>(() -> part.apply(i)))
                .toList();
        for (int i = 1; i < parts; i++) {
            others.get(i - 1).hand(all.get(i));
        }
        all.get(0).run();
        boolean interrupted = false;
        for (Future<T> result : all) {
            spinUntil(result::isDone);
            interrupted |= awaitEnd(result);
        }
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : all) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("tasks that have ended are not waited for", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Spins until the condition holds, for {@link #SPIN_NANOS} at most. */
    private static void spinUntil(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < SPIN_NANOS) {
            Thread.yield();
        }
    }

    /** The failure of a part, as an exception that needs no declaration; an error is thrown at once. */
    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    /** Waits until a task has ended; returns whether this thread was interrupted meanwhile. */
    private static boolean awaitEnd(Future<?> result) {
        boolean interrupted = false;
        while (!result.isDone()) {
            try {
                result.get();
            } catch (ExecutionException e) {
                // Rethrown by run, when all parts have ended.
                continue;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    @Override
    public void close() {
        others.forEach(Worker::end);
    }
}
