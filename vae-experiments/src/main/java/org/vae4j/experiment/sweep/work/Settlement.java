package org.vae4j.experiment.sweep.work;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vae4j.experiment.lease.Lease;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.state.TrialStatus;
import org.vae4j.experiment.sweep.state.TrialStatus.State;

/**
 * Settles a trial whose process has ended: decides from the exit code and the files of the run whether the trial is
 * done, paused, left to another process, to be continued, or failed, and releases its lease.
 */
final class Settlement {

    /** An exit code of this number plus n means, to shells and Java, that signal n ended the process. */
    private static final int SIGNAL_BASE = 128;

    private final SweepDirectory directory;
    private final Strategy strategy;
    private final int retries;
    private final FailedTrials failures;
    private final SweepScreen screen;
    /** The number of times that a signal ended the process of a trial, by the trial's key. */
    private final Map<String, Integer> kills = new HashMap<>();

    /**
     * Prepares the settlement of a sweep's trials.
     *
     * @param retries the number of times that a trial whose process a signal ended is continued
     */
    Settlement(SweepDirectory directory, Strategy strategy, int retries, FailedTrials failures, SweepScreen screen) {
        this.directory = directory;
        this.strategy = strategy;
        this.retries = retries;
        this.failures = failures;
        this.screen = screen;
    }

    /** Settles a trial whose process has ended, and releases its lease. */
    void settle(RunningTrial ended) {
        State state = TrialStatus.of(ended.work().trial(), directory).state();
        int code = ended.process().exitCode();
        if (state == State.DONE || code == ExitCode.DONE && state == State.PAUSED) {
            settleInOrder(ended, state);
        } else if (ended.lease().state() == Lease.State.TAKEN_OVER) {
            release(ended, "lost");
            screen.line(ended.work().trial().label() + ": taken over by another process, which took this one for dead");
        } else if (code > SIGNAL_BASE || code < 0) {
            settleKilled(ended, code);
        } else if (code == ExitCode.BUSY) {
            // Another process runs the trial without a sweep, or did so just now.
            release(ended, "left");
        } else {
            fail(ended, reason(ended, code));
        }
    }

    /**
     * Releases the lease on a trial.
     *
     * @param ended the trial, whose process has ended
     * @param outcome the word that the lease records
     */
    void release(RunningTrial ended, String outcome) {
        try {
            ended.lease().release(outcome);
        } catch (IOException e) {
            screen.line("cannot release the lease on " + ended.work().trial().key() + " (" + e.getMessage()
                    + "): it lapses when this process ends");
        }
    }

    private void settleInOrder(RunningTrial ended, State state) {
        Assignment work = ended.work();
        if (strategy.isWanted(work)) {
            // The process succeeded but the work is not done: without this check the trial would be run again forever.
            fail(ended, "ended in order, but without " + strategy.expected(work));
            return;
        }
        // Read before the lease is released: from then on another process may continue the trial.
        Optional<String> verdict = strategy.verdict(work);
        release(ended, state.name());
        double seconds = ended.process().seconds();
        verdict.ifPresentOrElse(
                text -> screen.reachedRung(work.trial(), text, seconds),
                () -> screen.finished(work.trial(), ended.run(), seconds));
    }

    private void settleKilled(RunningTrial ended, int code) {
        Trial trial = ended.work().trial();
        int times = kills.merge(trial.key(), 1, Integer::sum);
        if (times <= retries) {
            release(ended, "killed");
            screen.line(trial.label() + ": its process was ended by " + signal(code) + ", continuing it");
        } else {
            fail(ended, "its process was ended by " + signal(code) + ", " + times + " times: out of memory?");
        }
    }

    private void fail(RunningTrial ended, String reason) {
        List<String> lastWords = ended.process().lastLines();
        failures.add(ended.work().trial(), reason, lastWords);
        release(ended, "failed");
    }

    /** The reason of a failure by the process's JSON line, or else by the run's status, or else by the exit code. */
    private static String reason(RunningTrial ended, int code) {
        String reported = ended.process().report().path("reason").asText();
        if (!reported.isEmpty()) {
            return reported;
        }
        return RunFiles.in(ended.run())
                .statusIfReadable()
                .filter(status -> status.state() == RunState.FAILED)
                .flatMap(status -> status.reason())
                .orElse("ended with exit code " + code);
    }

    private static String signal(int code) {
        return code == ExitCode.INTERRUPTED ? "a signal" : "signal " + (code - SIGNAL_BASE);
    }
}
