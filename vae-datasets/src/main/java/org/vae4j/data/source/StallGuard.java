package org.vae4j.data.source;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * Closes a stream that stalls, so that its reader's {@code read} ends with an exception. The timeouts of an HTTP client
 * cover the headers of an answer only; its body may stall forever, or arrive a few bytes at a time.
 */
final class StallGuard implements AutoCloseable {

    /** The bytes that must arrive within the limit for the stream not to count as stalled. */
    private static final long LEAST_BYTES = 1024;

    private final Closeable stream;
    private final Duration limit;
    private final Thread watch = new Thread(this::watch, "stall guard");
    private long received;
    private boolean stalled;
    private boolean closed;

    private StallGuard(Closeable stream, Duration limit) {
        this.stream = stream;
        this.limit = limit;
    }

    /**
     * Watches a stream until the guard is closed.
     *
     * @param stream the stream to close when it stalls
     * @param limit the longest time in which a kibibyte must arrive
     */
    static StallGuard of(Closeable stream, Duration limit) {
        StallGuard guard = new StallGuard(stream, limit);
        guard.watch.setDaemon(true);
        guard.watch.start();
        return guard;
    }

    /** Reports bytes that arrived. */
    synchronized void received(int bytes) {
        received += bytes;
    }

    /** Whether this guard closed the stream. */
    synchronized boolean isStalled() {
        return stalled;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void watch() {
        try {
            if (waitForStall()) {
                stream.close();
            }
        } catch (InterruptedException | IOException e) {
            // The reader of the stream meets the failure itself.
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the stream stalls or the guard is closed; returns whether it stalled. */
    private synchronized boolean waitForStall() throws InterruptedException {
        long before = -LEAST_BYTES;
        while (!closed && received - before >= LEAST_BYTES) {
            before = received;
            await(System.nanoTime() + limit.toNanos());
        }
        stalled = !closed;
        return stalled;
    }

    private void await(long end) throws InterruptedException {
        for (long left = end - System.nanoTime(); left > 0 && !closed; left = end - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
    }
}
