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
 * Threads that do one piece of work together, a part each; the thread that asks for it does the first.
 *
 * <p>Waiting threads spin briefly before they park: waking a thread takes a
 * virtual machine a tenth of a millisecond and more, and a step wakes everybody several times.
 */
final class WorkerThreads implements AutoCloseable {

    /** Longer than anything between two parts of a training, but for evaluations; what else wants to run may do so. */
    private static final long AWAKE_NANOS = 500_000;

    private final int count;
    private final List<Worker> others;

    /** Takes one task after the other from a single place. */
    private static final class Worker implements Runnable {

        private final Thread thread = new Thread(this, "gradient worker");
        private volatile Runnable next;
        private volatile boolean asleep;
        private volatile boolean ended;

        private Worker() {
            thread.setDaemon(true);
        }

        private void start() {
            thread.start();
        }

        /** Only when what was handed over before is done. */
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
                stayAwakeUntil(() -> next != null || ended);
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

    /** {@code count} threads, ≥ 1, of which one is the caller's. */
    WorkerThreads(int count) {
        this.count = count;
        this.others = IntStream.range(1, count).mapToObj(i -> new Worker()).toList();
        others.forEach(Worker::start);
    }

    int count() {
        return count;
    }

    /**
     * Returns when all parts from 0 to {@code parts} - 1, at most one per thread, are done, with what they returned, in
     * their order.
     */
    <T> List<T> run(int parts, IntFunction<T> part) {
        List<FutureTask<T>> all = IntStream.range(0, parts)
                .mapToObj(i -> new FutureTask<>(() -> part.apply(i)))
                .toList();
        for (int i = 1; i < parts; i++) {
            others.get(i - 1).hand(all.get(i));
        }
        all.get(0).run();
        // Nobody leaves while others are at work on what they share, not even when interrupted.
        boolean interrupted = false;
        for (Future<T> result : all) {
            stayAwakeUntil(result::isDone);
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

    /** Returns when the condition holds, or after a while. */
    private static void stayAwakeUntil(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < AWAKE_NANOS) {
            Thread.yield();
        }
    }

    /** The failure as if the part had run here. */
    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    /** Returns when the task has ended, and whether this thread was interrupted meanwhile. */
    private static boolean awaitEnd(Future<?> result) {
        boolean interrupted = false;
        while (!result.isDone()) {
            try {
                result.get();
            } catch (ExecutionException e) {
                // Looked at when all have ended.
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
