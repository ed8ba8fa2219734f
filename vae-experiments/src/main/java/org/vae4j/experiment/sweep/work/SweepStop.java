package org.vae4j.experiment.sweep.work;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vae4j.experiment.study.terminal.ExitCode;

/** Turns Ctrl-C and SIGTERM into an orderly end: the process ends after the sweep has stopped its trials. */
final class SweepStop implements AutoCloseable {

    /** The longest time that a sweep takes to stop its trials and then to release their leases. */
    private static final Duration TIMEOUT = TrialStop.longest().plusSeconds(5);

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop sweep");
    private volatile boolean requested;

    /** Listens for the signals until it is closed. */
    SweepStop() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether a signal has asked the process to end. */
    boolean isRequested() {
        return requested;
    }

    /** Tells the shutdown hook, where one is running, that the trials have stopped; else removes it. */
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is shutting down, and the hook ends it.
            requested = true;
        }
    }

    private void stop() {
        requested = true;
        try {
            if (!finished.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("vae: the trials took too long to stop; they go on from their last checkpoint");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
}
