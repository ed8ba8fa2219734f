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
 * How a trial stands, as the disk tells.
 *
 * @param trial the trial
 * @param state how it stands
 * @param detail why it stands so, how far it is, or since when; may be empty
 * @param fraction the part of the run that is done, in [0, 1]
 */
public record TrialStatus(Trial trial, State state, String detail, double fraction) {

    /** How a trial stands. */
    public enum State {
        /** Finished. */
        DONE,
        /** A process is at work on the trial. */
        RUNNING,
        /** The trial is trained up to a rung and continues if it is promoted. */
        PAUSED,
        /** Stopped in order; goes on from its checkpoint. */
        INTERRUPTED,
        /** Ended by an error. */
        FAILED,
        /** Says that it is at work, but gave no sign of life for a while; goes on from its checkpoint. */
        STALE,
        /** Never begun. */
        MISSING,
        /** Has no valid configuration. */
        INVALID
    }

    /** Reads the state of a trial from disk. */
    public static TrialStatus of(Trial trial, SweepDirectory directory) {
        if (trial.config().isEmpty()) {
            return new TrialStatus(trial, State.INVALID, trial.problem().orElseThrow(), 0);
        }
        try {
            TrialStatus seen = RunFiles.in(trial.run(directory.runs()))
                    .status()
                    .map(status -> of(trial, status))
                    .orElse(new TrialStatus(trial, State.MISSING, "", 0));
            // A failure before the run was begun again is over.
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

    /** A duration as a person says it. */
    public static String age(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = duration.toMinutes();
        return minutes < 120 ? minutes + " min" : minutes < 48 * 60 ? minutes / 60 + " h" : minutes / 1440 + " days";
    }
}
