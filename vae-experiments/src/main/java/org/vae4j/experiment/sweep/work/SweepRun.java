package org.vae4j.experiment.sweep.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vae4j.experiment.lease.Lease;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;

/**
 * Runs the remaining trials of a sweep, each in a process of its own, until every trial is done or has failed.
 *
 * <p>Several processes on several hosts may work on one sweep: the one that holds the {@link Lease} on a trial runs it.
 * However a run ends, it first ends the processes of its trials.
 */
public final class SweepRun {

    /** The time between two looks at running trials. */
    private static final long POLL_MS = 200;

    /** The time between two looks at the disk while only other processes are at work. */
    private static final long WAIT_MS = 2000;

    private final SweepPlan plan;
    private final SweepDirectory directory;
    private final Strategy strategy;
    private final Options options;
    private final SweepScreen screen;
    private final TrialLeases leases;
    private final FailedTrials failures;
    private final Settlement settlement;

    private final List<RunningTrial> running = new ArrayList<>();
    /** Whether another process was at work on a remaining trial when trials were last begun. */
    private boolean waiting;

    /**
     * The options of the command.
     *
     * @param workers the number of trials that are run at a time, at least 1
     * @param retries the number of times that a trial whose process was killed is continued, at least 0
     * @param patient whether to wait for trials that other processes run
     */
    public record Options(int workers, int retries, boolean patient) {

        public Options {
            if (workers < 1) {
                throw new IllegalArgumentException("found " + workers + " workers, expected at least 1");
            }
            if (retries < 0) {
                throw new IllegalArgumentException("found " + retries + " retries, expected at least 0");
            }
        }
    }

    /**
     * Prepares the run of a sweep; nothing is started.
     *
     * @param plan the sweep's file and its trials
     * @param directory the directory of the sweep
     * @param strategy decides which trial is next
     * @param options the options of the command
     * @param screen shows the progress
     */
    public SweepRun(SweepPlan plan, SweepDirectory directory, Strategy strategy, Options options, SweepScreen screen) {
        this.plan = plan;
        this.directory = directory;
        this.strategy = strategy;
        this.options = options;
        this.screen = screen;
        this.leases = new TrialLeases(directory.leases());
        this.failures = new FailedTrials(directory, screen);
        this.settlement = new Settlement(directory, strategy, options.retries(), failures, screen);
    }

    /**
     * Runs the sweep to its end, or until the process is told to stop.
     *
     * @return {@link ExitCode#DONE}, {@link ExitCode#FAILED} when a trial failed, or {@link ExitCode#INTERRUPTED}
     * @throws InterruptedException when this thread is interrupted; the trials were stopped at a checkpoint
     */
    public int run() throws InterruptedException {
        try (SweepStop stop = new SweepStop();
                LeaseHeartbeat heart = new LeaseHeartbeat(this::snapshot)) {
            try {
                work(stop);
            } finally {
                stopTrials();
            }
            if (stop.isRequested()) {
                return ExitCode.INTERRUPTED;
            }
        }
        return failures.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void work(SweepStop stop) throws InterruptedException {
        while (!stop.isRequested()) {
            settleEnded();
            boolean begun = running.size() < options.workers() && beginTrials();
            boolean idle = !begun && running.isEmpty();
            if (idle && (!waiting || !options.patient())) {
                return;
            }
            screen.show(snapshot());
            Thread.sleep(idle ? WAIT_MS : POLL_MS);
        }
    }

    /** A copy for the heartbeat's thread; only the thread of the sweep changes the list. */
    private synchronized List<RunningTrial> snapshot() {
        return List.copyOf(running);
    }

    private void settleEnded() {
        for (RunningTrial trial : snapshot()) {
            if (!trial.process().isAlive()) {
                try {
                    settlement.settle(trial);
                } finally {
                    // The trial stays in the list until it is settled, because its lease needs the heartbeat.
                    synchronized (this) {
                        running.remove(trial);
                    }
                }
            }
        }
    }

    /** Begins trials while there are free workers; returns whether any was begun. */
    private boolean beginTrials() {
        waiting = false;
        boolean any = false;
        for (Assignment work : strategy.remaining()) {
            if (running.size() >= options.workers()) {
                return true;
            }
            if (!isRunning(work.trial()) && !failures.contains(work.trial())) {
                any |= begin(work);
            }
        }
        return any;
    }

    private boolean isRunning(Trial trial) {
        return running.stream().anyMatch(other -> other.work().trial().key().equals(trial.key()));
    }

    /** Begins a trial unless another process runs it; returns whether it was begun. */
    private boolean begin(Assignment work) {
        Trial trial = work.trial();
        try {
            if (isLive(trial)) {
                waiting = true;
                return false;
            }
            Optional<Lease> lease = leases.acquire(trial.key());
            waiting |= lease.isEmpty();
            return lease.isPresent() && begin(work, lease.get());
        } catch (IOException e) {
            Path sweeps = directory.root().getParent();
            failures.add(trial, RunDirectoryException.unwritable(sweeps, e).getMessage(), List.of());
            return false;
        } catch (RunDirectoryException e) {
            // Only the files of this trial are unreadable; the sweep continues with the others.
            failures.add(trial, e.getMessage(), List.of());
            return false;
        }
    }

    /** Begins a trial under its lease, which is released unless a process was started. */
    private boolean begin(Assignment work, Lease lease) throws IOException {
        Trial trial = work.trial();
        RunningTrial begun;
        try {
            // Since the trials were listed, another process may have done the work, or begun it without a lease.
            boolean live = isLive(trial);
            if (live || !strategy.isWanted(work) || failures.contains(trial)) {
                lease.release("left");
                waiting |= live;
                return false;
            }
            directory.removeFailure(trial);
            strategy.begin(work);
            begun = new RunningTrial(work, trial.run(directory.runs()), start(work), lease);
        } catch (IOException | RuntimeException e) {
            lease.release("failed");
            failures.add(trial, e.getMessage(), List.of());
            return false;
        }
        synchronized (this) {
            running.add(begun);
        }
        screen.started(work);
        return true;
    }

    private boolean isLive(Trial trial) {
        return RunFiles.in(trial.run(directory.runs())).isLive();
    }

    private TrialProcess start(Assignment work) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(plan.file().overrides());
        settings.putAll(work.trial().settings());
        work.untilEpoch().ifPresent(epoch -> settings.put("runtime.untilEpoch", Integer.toString(epoch)));
        int threads = work.trial().config().orElseThrow().runtime().threads();
        return TrialProcess.start(
                directory.runs(),
                plan.file().experiment(),
                settings,
                TrialProcess.Resources.share(options.workers(), threads));
    }

    /** Stops the running trials, and releases the leases of those whose processes have ended. */
    private void stopTrials() {
        List<RunningTrial> trials = snapshot();
        if (trials.isEmpty()) {
            return;
        }
        screen.line("stopping " + trials.size() + " trials at a checkpoint ...");
        List<RunningTrial> alive = new TrialStop().stop(trials);
        for (RunningTrial trial : trials) {
            if (alive.contains(trial)) {
                screen.line("cannot end process " + trial.process().pid() + " of "
                        + trial.work().trial().label() + ": its lease stays until this process ends");
            } else {
                settlement.release(trial, "interrupted");
            }
        }
        synchronized (this) {
            running.removeAll(trials);
        }
    }
}
