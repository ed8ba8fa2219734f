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
 * One execution in a run directory, from RUNNING to its end: keeps {@code status.json} true, with a heartbeat, and
 * {@code log.txt} open. Safe for use by several threads: a signal may end it while the run is still at work.
 */
public final class RunSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunSession.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final RunDirectory directory;
    private final RunLog log;
    private final Clock clock;
    private final Instant started;
    /** Durations are not told by the clock on the wall, which somebody may set meanwhile. */
    private final long startNanos = System.nanoTime();

    private final ScheduledExecutorService heartbeats;
    private String doing = "starting";
    private double fraction;
    private boolean ended;
    private double total;

    /**
     * Begins an execution: its status is RUNNING from now on.
     *
     * @param directory the directory of the run, opened for it
     */
    public RunSession(RunDirectory directory) {
        this(directory, Clock.systemUTC(), HEARTBEAT);
    }

    /** Begins an execution whose times are told by {@code clock} and whose heartbeat has another interval. */
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

    /**
     * The directory of the run.
     *
     * @return the directory that this session was given
     */
    public RunDirectory directory() {
        return directory;
    }

    /**
     * How long the execution has taken so far, or took until it ended.
     *
     * @return the time in seconds
     */
    public synchronized double seconds() {
        return ended ? total : elapsed();
    }

    private double elapsed() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) / 1000.0;
    }

    /**
     * Says how far the run is; written with the next heartbeat.
     *
     * @param what a few words
     * @param done fraction of the whole, in [0, 1]
     */
    public synchronized void progress(String what, double done) {
        doing = what;
        fraction = done;
    }

    /**
     * Ends the execution as done, once; later calls change nothing.
     *
     * @return whether this call ended it
     */
    public boolean done() {
        return end(RunState.DONE, "");
    }

    /**
     * Ends the execution, once; later calls change nothing.
     *
     * @param state how it ended
     * @param reason why it ended, in one line; nothing when it is done
     * @return whether this call ended it
     */
    public synchronized boolean end(RunState state, String reason) {
        if (ended) {
            return false;
        }
        total = elapsed();
        ended = true;
        heartbeats.shutdownNow();
        if (state == RunState.DONE) {
            doing = "done";
            fraction = 1;
        }
        try {
            write(state, reason);
        } finally {
            // Here, not on closing: a process that was stopped does not come to close anything.
            directory.release(state.name());
        }
        return true;
    }

    /** Closes the log and lets other processes in. A session that nobody ended has failed. */
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
                // The next beat may succeed; an exception that left here would end all later ones without a word.
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
