package org.vae4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;

/** Threads that do one piece of work together, a part each; the thread that asks for it does the first. */
final class WorkerThreads implements AutoCloseable {

    private final int count;
    private final ExecutorService others;

    /** {@code count} threads, ≥ 1, of which one is the caller's. */
    WorkerThreads(int count) {
        this.count = count;
        // Hands work over without a queue, and has no threads before there is something to do.
        this.others = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "gradient worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    int count() {
        return count;
    }

    /** Returns when all parts from 0 to {@code parts} - 1 are done, with what they returned, in their order. */
    <T> List<T> run(int parts, IntFunction<T> part) {
        FutureTask<T> own = new FutureTask<>(() -> part.apply(0));
        List<Future<T>> all = new ArrayList<>(List.of(own));
        for (int i = 1; i < parts; i++) {
            int number = i;
            all.add(others.submit(() -> part.apply(number)));
        }
        own.run();
        try {
            // Nobody leaves while others are at work on what they share.
            for (Future<T> result : all) {
                awaitEnd(result);
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : all) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException("a worker failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while workers compute", e);
        }
    }

    private static void awaitEnd(Future<?> result) throws InterruptedException {
        try {
            result.get();
        } catch (ExecutionException e) {
            // Looked at when all have ended.
            return;
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
