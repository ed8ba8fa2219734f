package org.vae4j.experiment.sweep.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.vae4j.experiment.lease.Host;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.rundir.RunStatus;
import org.vae4j.experiment.sweep.plan.Trial;

/**
 * The state of a trial according to the files of its run and of the sweep.
 *
 * @param trial the trial
 * @param state its state
 * @param detail the reason of the state, the progress, or the time since the last sign of life; may be empty
 * @param fraction the part of the run that is done, in [0, 1]
 */
public record TrialStatus(Trial trial, State state, String detail, double fraction) {

    /** The states of a trial. */
    public enum State {
        /** The run is finished. */
        DONE,
        /** A process is at work on the trial. */
        RUNNING,
        /** The trial is trained up to a rung and continues if it is promoted. */
        PAUSED,
        /** The run was stopped at a checkpoint, from which it can continue. */
        INTERRUPTED,
        /** The run ended with an error. */
        FAILED,
        /** The run has the status RUNNING but gave no sign of life for a while; it can continue from its checkpoint. */
        STALE,
        /** The run was never begun. */
        MISSING,
        /** The trial has no valid configuration. */
        INVALID
    }

    /**
     * Reads the state of a trial from disk.
     *
     * @param trial the trial
     * @param directory the directory of the sweep
     * @return the state; FAILED with a reason where the files of the trial cannot be read
     */
    public static TrialStatus of(Trial trial, SweepDirectory directory) {
        if (trial.config().isEmpty()) {
            return new TrialStatus(trial, State.INVALID, trial.problem().orElseThrow(), 0);
        }
        try {
            TrialStatus seen = RunFiles.in(trial.run(directory.runs()))
                    .status()
                    .map(status -> of(trial, status))
                    .orElse(new TrialStatus(trial, State.MISSING, "", 0));
            // The record of a failure does not count once the run was begun again.
            boolean mayHaveFailed = seen.state != State.DONE && seen.state != State.RUNNING;
            return mayHaveFailed ? directory.failure(trial).map(seen::failedBy).orElse(seen) : seen;
        } catch (RunDirectoryException e) {
            return new TrialStatus(trial, State.FAILED, e.getMessage(), 0);
        }
    }

    private TrialStatus failedBy(Failure failure) {
        return new TrialStatus(trial, State.FAILED, failure.reason(), fraction);
    }

    private static TrialStatus of(Trial trial, RunStatus status) {
        String reason = status.reason().orElse("");
        Instant now = Instant.now();
        String age = age(Duration.between(Instant.parse(status.heartbeat()), now));
        if (status.state() == RunState.RUNNING) {
            return status.isAlive(Host.name(), now)
                    ? new TrialStatus(
                            trial,
                            State.RUNNING,
                            String.format(
                                    Locale.ROOT,
                                    "%s, %.0f %%, heartbeat %s ago on %s",
                                    status.doing(),
                                    100 * status.fraction(),
                                    age,
                                    status.host()),
                            status.fraction())
                    : new TrialStatus(
                            trial,
                            State.STALE,
                            "last heartbeat " + age + " ago on " + status.host(),
                            status.fraction());
        }
        return new TrialStatus(
                trial,
                State.valueOf(status.state().name()),
                status.state() == RunState.DONE ? "" : reason,
                status.fraction());
    }

    /**
     * Formats a duration in the largest unit of which it has at least two.
     *
     * @param duration the duration; a negative one counts as 0
     * @return whole seconds, minutes, hours or days, rounded down, such as {@code 90 s} or {@code 3 h}
     */
    public static String age(Duration duration) {
        if (duration.toMinutes() < 2) {
            return Math.max(0, duration.toSeconds()) + " s";
        }
        if (duration.toHours() < 2) {
            return duration.toMinutes() + " min";
        }
        return duration.toDays() < 2 ? duration.toHours() + " h" : duration.toDays() + " days";
    }
}
