package org.vae4j.experiment.study.runner;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunSession;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.terminal.ExitCode;

/**
 * Turns Ctrl-C, SIGTERM and SIGUSR1 ({@link StopSignal}) into an orderly end: work that asks {@link #stopRequested} is
 * given time to write a checkpoint, other work ends at once; the run says INTERRUPTED, the process {@link
 * ExitCode#INTERRUPTED}.
 */
final class StopGuard implements AutoCloseable {

    private static final String BY_SIGNAL = "stopped by a signal";
    private static final String BY_PROGRAM = "stopped by the program that began it";
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final RunSession session;
    private final RunMonitor monitor;
    private final Thread hook = new Thread(this::stop, "stop");
    private volatile boolean stopping;
    private volatile boolean asked;

    /** Guards until closed. */
    StopGuard(RunSession session, RunMonitor monitor) {
        this.session = session;
        this.monitor = monitor;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Who else may stop the run. */
    RunMonitor monitor() {
        return monitor;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Asked by work that can stop. */
    boolean stopRequested() {
        asked = true;
        return stopping || monitor.stopRequested();
    }

    /** Why a run that was stopped was stopped. */
    String reason() {
        return !stopping && monitor.stopRequested() ? BY_PROGRAM : BY_SIGNAL;
    }

    /** The worker is through, whatever came of it. */
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running and ends the process.
            awaitHalt();
        }
    }

    private void stop() {
        stopping = true;
        boolean orderly = false;
        try {
            orderly = asked && finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!orderly) {
            try {
                session.end(RunState.INTERRUPTED, BY_SIGNAL);
            } catch (RunDirectoryException e) {
                // The directory cannot be written; there is no one left to tell.
            }
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    /** Keeps the worker from returning into code that would race with the end of the process. */
    private static void awaitHalt() {
        boolean waiting = true;
        while (waiting) {
            try {
                Thread.sleep(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
                waiting = false;
            } catch (InterruptedException e) {
                waiting = true;
            }
        }
    }
}
