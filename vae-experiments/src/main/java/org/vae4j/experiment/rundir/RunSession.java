package org.vae4j.experiment.rundir;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.lease.Host;

/**
 * One execution in a run directory, from its start to its end. It keeps {@code status.json} up to date by a heartbeat,
 * and {@code log.txt} open. Safe for use by several threads: a signal may end it while the run is still at work.
 */
public final class RunSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunSession.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final RunDirectory directory;
    private final RunLog log;
    private final Clock clock;
    private final Instant started;
    /** Durations are measured by a monotonic clock, since the clock of the system may be adjusted meanwhile. */
    private final long startNanos = System.nanoTime();

    private final ScheduledExecutorService heartbeats;

    // Guarded by this object's lock.
    private String doing = "starting";
    private double fraction;
    private boolean ended;
    private double totalSeconds;

    /**
     * Begins an execution, whose status is RUNNING from now on.
     *
     * @param directory the opened directory of the run
     * @throws RunDirectoryException if the status cannot be written; the directory is then released
     */
    public RunSession(RunDirectory directory) {
        this(directory, Clock.systemUTC(), HEARTBEAT);
    }

    /** Begins an execution with another clock and another interval of the heartbeat, for tests. */
    RunSession(RunDirectory directory, Clock clock, Duration heartbeat) {
        this.directory = directory;
        this.clock = clock;
        this.started = clock.instant();
        this.log = new RunLog(directory.file("log.txt"));
        try {
            write(RunState.RUNNING, "");
        } catch (RunDirectoryException e) {
            log.close();
            directory.release("failed");
            throw e;
        }
        heartbeats = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        heartbeats.scheduleAtFixedRate(this::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** {@return the directory of the run} */
    public RunDirectory directory() {
        return directory;
    }

    /**
     * The time that the execution has taken so far, or took until its end.
     *
     * @return the time in seconds
     */
    public synchronized double seconds() {
        return ended ? totalSeconds : elapsedSeconds();
    }

    private double elapsedSeconds() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) / 1000.0;
    }

    /**
     * Sets the progress of the run, which the next heartbeat writes.
     *
     * @param step the current step in a few words
     * @param done the share of the whole that is done, in [0, 1]
     */
    public synchronized void progress(String step, double done) {
        doing = step;
        fraction = done;
    }

    /**
     * Ends the execution as done. Nothing happens if it has ended already.
     *
     * @return whether this call ended the execution
     */
    public boolean done() {
        return end(RunState.DONE, "");
    }

    /**
     * Ends the execution. Nothing happens if it has ended already.
     *
     * @param state the final state
     * @param reason the reason of the end in one line; empty if the run is done
     * @return whether this call ended the execution
     */
    public synchronized boolean end(RunState state, String reason) {
        if (ended) {
            return false;
        }
        totalSeconds = elapsedSeconds();
        ended = true;
        heartbeats.shutdownNow();
        if (state == RunState.DONE) {
            doing = "done";
            fraction = 1;
        }
        try {
            write(state, reason);
        } finally {
            // Not left to close(), which a process that a signal stops may not reach.
            directory.release(state.name());
        }
        return true;
    }

    /** Closes the log and releases the directory. A session that has not been ended is ended as failed. */
    @Override
    public void close() {
        try {
            end(RunState.FAILED, "ended without a result");
        } finally {
            log.close();
            directory.release("closed");
        }
    }

    private synchronized void beat() {
        if (!ended) {
            try {
                write(RunState.RUNNING, "");
            } catch (RuntimeException e) {
                // The next heartbeat may succeed. An exception that left this method would silently cancel all others.
                LOG.warn("heartbeat: {}", e.toString());
            }
        }
    }

    private void write(RunState state, String reason) {
        directory.write(new RunStatus(
                state,
                Optional.of(reason).filter(text -> !text.isEmpty()),
                started.toString(),
                clock.instant().toString(),
                seconds(),
                doing,
                fraction,
                Host.name(),
                ProcessHandle.current().pid()));
    }
}
