package org.vae4j.data.iterator;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs one task ahead on a daemon thread that ends by itself when nothing was asked for a while.
 *
 * <p>At most one task is under way, and {@link #take} waits for it, so a task never runs beside its consumer.
 *
 * @param <T> what a task makes
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

    /** Starts a task; the one before must have been taken. */
    void start(Callable<T> task) {
        pending = Optional.of(executor.submit(task));
    }

    /** Waits for the task under way, if there is one, and returns what it made; what it threw is thrown here. */
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
                    // A batch takes microseconds; whoever interrupted finds the flag set afterwards.
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
