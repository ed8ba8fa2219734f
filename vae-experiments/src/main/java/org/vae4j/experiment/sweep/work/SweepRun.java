package org.vae4j.experiment.sweep.work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vae4j.experiment.rundir.Host;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.rundir.RunStatus;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.sweep.lease.Lease;
import org.vae4j.experiment.sweep.lease.LeaseFolder;
import org.vae4j.experiment.sweep.lease.Owner;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.Failure;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.state.TrialStatus;
import org.vae4j.experiment.sweep.state.TrialStatus.State;

/**
 * Runs what is missing of a sweep, each trial in a process of its own, until nothing is left that is not done or failed.
 *
 * <p>Several of these may work on one sweep, on several hosts: a trial is run by whoever holds its {@link Lease}.
 */
public final class SweepRun {

    private static final long POLL_MS = 200;
    private static final long WAIT_MS = 2000;

    private final SweepPlan plan;
    private final SweepDirectory directory;
    private final Strategy strategy;
    private final Options options;
    private final LeaseFolder leases;
    private final SweepScreen screen;
    /** By the clock of the disk, which all hosts of a sweep share. */
    private final Instant started;

    private final List<RunningTrial> workers = new ArrayList<>();
    private final Set<String> failed = new HashSet<>();
    private final Map<String, Integer> deaths = new HashMap<>();
    private boolean waiting;

    /**
     * What a person chose.
     *
     * @param workers trials at a time
     * @param retries how often a trial whose process was killed is tried again
     * @param patient whether to wait for trials that other processes are at work on
     */
    public record Options(int workers, int retries, boolean patient) {}

    /**
     * Prepares the run of a sweep; nothing is started.
     *
     * @param plan which trials there are
     * @param directory the directory of the sweep
     * @param strategy which trial is next
     * @param options what a person chose
     * @param screen where progress is shown
     */
    public SweepRun(SweepPlan plan, SweepDirectory directory, Strategy strategy, Options options, SweepScreen screen) {
        this.plan = plan;
        this.directory = directory;
        this.strategy = strategy;
        this.options = options;
        this.screen = screen;
        this.started = directory.now();
        this.leases = new LeaseFolder(directory.leases(), Owner.self(), RunStatus.STALE);
    }

    /** Runs; returns an {@link ExitCode}. */
    public int run() throws InterruptedException {
        try (SweepStop stop = new SweepStop();
                LeaseHeartbeat heart = new LeaseHeartbeat(this::snapshot)) {
            while (!stop.isRequested()) {
                reap();
                boolean idle = workers.size() < options.workers() && !fill();
                if (idle && workers.isEmpty() && (!waiting || !options.patient())) {
                    break;
                }
                screen.show(snapshot());
                Thread.sleep(idle && workers.isEmpty() ? WAIT_MS : POLL_MS);
            }
            if (stop.isRequested()) {
                interrupt();
                return ExitCode.INTERRUPTED;
            }
        }
        return failed.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private synchronized List<RunningTrial> snapshot() {
        return List.copyOf(workers);
    }

    /** Gives work to free workers; false when there was none to give. */
    private boolean fill() {
        waiting = false;
        boolean any = false;
        for (Assignment work : strategy.left()) {
            if (workers.size() >= options.workers()) {
                return true;
            }
            String key = work.trial().key();
            if (!isAtWork(key) && !hasFailed(work.trial())) {
                any |= begin(work);
            }
        }
        return any;
    }

    private boolean isAtWork(String key) {
        return workers.stream().anyMatch(worker -> worker.work().trial().key().equals(key));
    }

    /** Failures of earlier times are tried again, those of this time are not, whoever found them. */
    private boolean hasFailed(Trial trial) {
        if (!failed.contains(trial.key())
                && directory
                        .failure(trial)
                        .filter(f -> Instant.parse(f.time()).isAfter(started))
                        .isPresent()) {
            failed.add(trial.key());
        }
        return failed.contains(trial.key());
    }

    private boolean begin(Assignment work) {
        Trial trial = work.trial();
        try {
            if (RunDirectory.isLive(trial.run(directory.runs()))) {
                waiting = true;
                return false;
            }
            Optional<Lease> lease = leases.acquire(trial.key());
            if (lease.isEmpty()) {
                waiting = true;
                return false;
            }
            return begin(work, lease.get());
        } catch (IOException e) {
            fail(trial, RunDirectory.unwritable(directory.root().getParent(), e).getMessage(), List.of());
            return false;
        } catch (RunDirectoryException e) {
            // The trial alone is damaged; the others go on.
            fail(trial, e.getMessage(), List.of());
            return false;
        }
    }

    private boolean begin(Assignment work, Lease lease) throws IOException {
        Trial trial = work.trial();
        // Who had the lease before may have done it since we looked.
        boolean live = isLive(trial.run(directory.runs()));
        if (!strategy.isWanted(work) || live || hasFailed(trial)) {
            lease.release("left");
            waiting |= live;
            return false;
        }
        try {
            directory.forget(trial);
            strategy.begin(work);
            int threads = trial.config().orElseThrow().runtime().threads();
            TrialProcess process = TrialProcess.start(
                    directory.runs(),
                    plan.file().experiment(),
                    settings(work),
                    TrialProcess.Resources.share(options.workers(), threads));
            synchronized (this) {
                workers.add(new RunningTrial(work, trial.run(directory.runs()), process, lease));
            }
            screen.started(work);
            return true;
        } catch (IOException | RuntimeException e) {
            lease.release("failed");
            fail(trial, e.getMessage(), List.of());
            return false;
        }
    }

    private Map<String, String> settings(Assignment work) {
        Map<String, String> settings = new LinkedHashMap<>(plan.file().overrides());
        settings.putAll(work.trial().settings());
        work.untilEpoch().ifPresent(epoch -> settings.put("runtime.untilEpoch", Integer.toString(epoch)));
        return settings;
    }

    private void reap() {
        for (RunningTrial worker : snapshot()) {
            if (!worker.process().isAlive()) {
                synchronized (this) {
                    workers.remove(worker);
                }
                settle(worker);
            }
        }
    }

    private void settle(RunningTrial worker) {
        Assignment work = worker.work();
        Trial trial = work.trial();
        Path run = trial.run(directory.runs());
        State state = TrialStatus.of(trial, directory).state();
        int code = worker.process().exitCode();
        boolean killed = code > 128 || code < 0 || code == ExitCode.INTERRUPTED;
        boolean inOrder = state == State.DONE || code == ExitCode.DONE && state == State.PAUSED;
        if (inOrder && strategy.isWanted(work)) {
            // Else it would be run again and again.
            fail(
                    trial,
                    "ended in order, but without " + strategy.expected(work),
                    worker.process().lastWords());
            release(worker, "failed");
        } else if (inOrder) {
            // While nobody else can go on with it.
            Optional<String> verdict = strategy.verdict(work);
            release(worker, state.name());
            screen.finished(work, run, worker.process().seconds(), verdict);
        } else if (worker.lease().isLost()) {
            release(worker, "lost");
            screen.line(trial.label() + ": taken over by another process, which took this one for dead");
        } else if (killed && deaths.merge(trial.key(), 1, Integer::sum) <= options.retries()) {
            release(worker, "killed");
            screen.line(trial.label() + ": its process was ended by " + signal(code) + ", continuing it");
        } else if (code == ExitCode.BAD_INPUT && isTaken(worker)) {
            release(worker, "left");
        } else {
            fail(trial, reason(trial, worker, killed), worker.process().lastWords());
            release(worker, "failed");
        }
    }

    private void release(RunningTrial worker, String outcome) {
        try {
            worker.lease().release(outcome);
        } catch (IOException e) {
            screen.line("cannot release the lease on " + worker.work().trial().key() + " (" + e.getMessage()
                    + "): it lapses when this process ends");
        }
    }

    private String reason(Trial trial, RunningTrial worker, boolean killed) {
        if (killed) {
            return "its process was ended by " + signal(worker.process().exitCode()) + ", " + deaths.get(trial.key())
                    + " times: out of memory?";
        }
        Optional<String> told = RunDirectory.statusIfReadable(trial.run(directory.runs()))
                .filter(status -> status.state() == RunState.FAILED)
                .flatMap(status -> status.reason());
        return refusal(worker)
                .or(() -> told)
                .orElse("ended with exit code " + worker.process().exitCode());
    }

    /** Somebody runs the trial without a sweep, or did so just now. */
    private static boolean isTaken(RunningTrial worker) {
        return isLive(worker.run())
                || refusal(worker)
                        .filter(line -> line.startsWith(RunDirectory.LIVE))
                        .isPresent();
    }

    private static boolean isLive(Path run) {
        return RunDirectory.statusIfReadable(run)
                .filter(status -> status.isAlive(Host.name(), Instant.now()))
                .isPresent();
    }

    private static Optional<String> refusal(RunningTrial worker) {
        return worker.process().lastWords().stream()
                .filter(line -> line.startsWith("vae: "))
                .reduce((first, second) -> second)
                .map(line -> line.substring("vae: ".length()));
    }

    private static String signal(int code) {
        return code == ExitCode.INTERRUPTED ? "a signal" : "signal " + (code - 128);
    }

    private void fail(Trial trial, String reason, List<String> lastWords) {
        failed.add(trial.key());
        screen.failed(trial, reason);
        try {
            directory.fail(trial, new Failure(reason, Instant.now().toString(), lastWords));
        } catch (RuntimeException e) {
            screen.line("cannot keep the reason: " + e.getMessage());
        }
    }

    private void interrupt() throws InterruptedException {
        screen.line("stopping " + workers.size() + " trials at a checkpoint ...");
        workers.forEach(worker -> worker.process().stop());
        long deadline = System.nanoTime() + SweepStop.PATIENCE.toNanos();
        while (workers.stream().anyMatch(worker -> worker.process().isAlive()) && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        for (RunningTrial worker : snapshot()) {
            worker.process().kill();
            release(worker, "interrupted");
        }
    }
}
