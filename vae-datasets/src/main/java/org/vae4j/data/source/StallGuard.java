package org.vae4j.data.source;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * Closes a stream whose reader waits in vain, so that the reader's {@code read} ends with an exception. An HTTP
 * client's timeouts end with the headers of an answer; its body may stall for ever, or drip.
 */
final class StallGuard implements AutoCloseable {

    /** Fewer bytes than this within the limit are no progress. */
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
     * Watches until closed.
     *
     * @param stream closed when nothing comes
     * @param limit how long that may take
     */
    static StallGuard of(Closeable stream, Duration limit) {
        StallGuard guard = new StallGuard(stream, limit);
        guard.watch.setDaemon(true);
        guard.watch.start();
        return guard;
    }

    synchronized void received(int bytes) {
        received += bytes;
    }

    /** Whether the stream was closed by this. */
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
            // Whoever reads the stream notices by itself.
            Thread.currentThread().interrupt();
        }
    }

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
