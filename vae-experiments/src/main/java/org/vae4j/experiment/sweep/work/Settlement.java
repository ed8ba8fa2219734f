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

/** Decides what it means that the process of a trial has ended, by its exit code and by what its run left on disk. */
final class Settlement {

    /** Shells and Java tell by larger codes that a signal ended the process, and which. */
    private static final int SIGNALS = 128;

    private final SweepDirectory directory;
    private final Strategy strategy;
    private final int retries;
    private final FailedTrials failures;
    private final SweepScreen screen;
    private final Map<String, Integer> deaths = new HashMap<>();

    Settlement(SweepDirectory directory, Strategy strategy, int retries, FailedTrials failures, SweepScreen screen) {
        this.directory = directory;
        this.strategy = strategy;
        this.retries = retries;
        this.failures = failures;
        this.screen = screen;
    }

    /** Records the end of a trial's process and gives its lease back. */
    void settle(RunningTrial ended) {
        State state = TrialStatus.of(ended.work().trial(), directory).state();
        int code = ended.process().exitCode();
        if (state == State.DONE || code == ExitCode.DONE && state == State.PAUSED) {
            settleInOrder(ended, state);
        } else if (ended.lease().state() == Lease.State.TAKEN_OVER) {
            release(ended, "lost");
            screen.line(ended.work().trial().label() + ": taken over by another process, which took this one for dead");
        } else if (code > SIGNALS || code < 0) {
            settleKilled(ended, code);
        } else if (code == ExitCode.BUSY) {
            // Somebody runs the trial without a sweep, or did so just now.
            release(ended, "left");
        } else {
            fail(ended, reason(ended, code));
        }
    }

    /** Gives the lease on a trial back. */
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
            // Without this check the trial would be run again forever.
            fail(ended, "ended in order, but without " + strategy.expected(work));
            return;
        }
        // Before the lease is given back, because then another process may continue the trial.
        Optional<String> verdict = strategy.verdict(work);
        release(ended, state.name());
        double seconds = ended.process().seconds();
        verdict.ifPresentOrElse(
                text -> screen.reachedRung(work.trial(), text, seconds),
                () -> screen.finished(work.trial(), ended.run(), seconds));
    }

    private void settleKilled(RunningTrial ended, int code) {
        Trial trial = ended.work().trial();
        int times = deaths.merge(trial.key(), 1, Integer::sum);
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

    private static String reason(RunningTrial ended, int code) {
        String told = ended.process().report().path("reason").asText();
        if (!told.isEmpty()) {
            return told;
        }
        return RunFiles.in(ended.run())
                .statusIfReadable()
                .filter(status -> status.state() == RunState.FAILED)
                .flatMap(status -> status.reason())
                .orElse("ended with exit code " + code);
    }

    private static String signal(int code) {
        return code == ExitCode.INTERRUPTED ? "a signal" : "signal " + (code - SIGNALS);
    }
}
