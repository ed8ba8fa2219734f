package org.vae4j.experiment.sweep.work;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vae4j.experiment.study.terminal.ExitCode;

/** Turns Ctrl-C and SIGTERM into an orderly end: the sweep stops its trials, and this process ends when they have. */
final class SweepStop implements AutoCloseable {

    /** The sweep needs a little longer than its trials, to give back their leases. */
    private static final Duration PATIENCE = TrialStop.longest().plusSeconds(5);

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop sweep");
    private volatile boolean requested;

    /** Listens until closed. */
    SweepStop() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean isRequested() {
        return requested;
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running; it ends the process.
            requested = true;
        }
    }

    private void stop() {
        requested = true;
        try {
            if (!finished.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("vae: the trials took too long to stop; they go on from their last checkpoint");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
}
