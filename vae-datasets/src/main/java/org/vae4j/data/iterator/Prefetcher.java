package org.vae4j.data.iterator;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs one task ahead of its consumer, on a daemon thread that ends by itself when it was idle for a while.
 *
 * <p>At most one task is under way. {@link #take} waits for its end, so that memory which the task wrote may be read by
 * the consumer. For one consumer thread at a time.
 *
 * @param <T> the result of a task
 */
final class Prefetcher<T> {

    private static final long IDLE_SECONDS = 5;

    private final ThreadPoolExecutor executor;
    private Optional<Future<T>> pending = Optional.empty();

    Prefetcher() {
        executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "vae4j-batches");
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Starts a task.
     *
     * @throws IllegalStateException if the result of the task before was not taken
     */
    void start(Callable<T> task) {
        if (pending.isPresent()) {
            throw new IllegalStateException(
                    "found a task under way, expected its result to be taken first: call take()");
        }
        pending = Optional.of(executor.submit(task));
    }

    /**
     * Waits for the task under way.
     *
     * @return its result; empty if no task was started since the last call
     * @throws IllegalStateException if the task threw an exception, which is the cause
     */
    Optional<T> take() {
        if (pending.isEmpty()) {
            return Optional.empty();
        }
        Future<T> task = pending.get();
        pending = Optional.empty();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return Optional.of(task.get());
                } catch (InterruptedException e) {
                    // A batch takes little time, so the wait goes on; the flag is set again afterwards.
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("preparing a batch failed: " + e.getCause(), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
