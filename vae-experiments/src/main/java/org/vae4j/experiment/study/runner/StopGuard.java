package org.vae4j.experiment.study.runner;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunSession;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.terminal.ExitCode;

/**
 * Turns Ctrl-C, SIGTERM and SIGUSR1 ({@link StopSignal}) into an orderly end of a run. A run that asks
 * {@link #stopRequested} is given time to write a checkpoint; any other run ends at once. In both cases its status is
 * INTERRUPTED, and the process exits with {@link ExitCode#INTERRUPTED}.
 */
final class StopGuard implements AutoCloseable {

    private static final String BY_SIGNAL = "stopped by a signal";
    private static final String BY_PROGRAM = "stopped by the program that began it";
    /** The time that a run has to write its checkpoint. */
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final RunSession session;
    private final RunMonitor monitor;
    private final Thread hook = new Thread(this::stop, "stop");
    private volatile boolean stopping;
    /** Whether the run has ever asked if it shall stop, and so can be expected to do so. */
    private volatile boolean runAsks;

    /** Installs a shutdown hook, which stays until {@link #close}. */
    StopGuard(RunSession session, RunMonitor monitor) {
        this.session = session;
        this.monitor = monitor;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** {@return the monitor of the program that started the run, which may stop it too} */
    RunMonitor monitor() {
        return monitor;
    }

    /** {@return whether a signal has come} */
    boolean isStopping() {
        return stopping;
    }

    /** {@return whether the run shall stop; remembers that the run asks} */
    boolean stopRequested() {
        runAsks = true;
        return stopping || monitor.stopRequested();
    }

    /** {@return why a run was stopped, for its status} */
    String reason() {
        return !stopping && monitor.stopRequested() ? BY_PROGRAM : BY_SIGNAL;
    }

    /** Ends the guard once the run has ended. Blocks if a signal has come, because the hook ends the process. */
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running and will end the process.
            awaitHalt();
        }
    }

    private void stop() {
        stopping = true;
        boolean orderly = false;
        try {
            orderly = runAsks && finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!orderly) {
            try {
                session.end(RunState.INTERRUPTED, BY_SIGNAL);
            } catch (RunDirectoryException e) {
                // The directory cannot be written, and nobody is left to be told.
            }
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    /** Keeps the thread of the run from returning into code that would race with the end of the process. */
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
