package org.vae4j.experiment.sweep.work;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.Failure;
import org.vae4j.experiment.sweep.state.SweepDirectory;

/**
 * The trials that failed since this process began to work on a sweep, in this or in another process. Failures of
 * earlier times do not count, so that those trials are tried again.
 */
final class FailedTrials {

    private final SweepDirectory directory;
    private final SweepScreen screen;
    /** The start by the clock of the disk, which all hosts of a sweep share. */
    private final Instant started;

    private final Set<String> keys = new HashSet<>();

    FailedTrials(SweepDirectory directory, SweepScreen screen) {
        this.directory = directory;
        this.screen = screen;
        this.started = directory.now();
    }

    /** Whether no trial is known to have failed; reads nothing from disk. */
    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether a trial has failed; where this is not known yet, reads the record that another process may have left. */
    boolean contains(Trial trial) {
        if (!keys.contains(trial.key())) {
            readRecord(trial);
        }
        return keys.contains(trial.key());
    }

    private void readRecord(Trial trial) {
        try {
            directory
                    .failure(trial)
                    .filter(failure -> Instant.parse(failure.time()).isAfter(started))
                    .ifPresent(failure -> keys.add(trial.key()));
        } catch (RunDirectoryException e) {
            // Only the record of this trial is unreadable; the sweep continues with the others.
            add(trial, e.getMessage(), List.of());
        }
    }

    /** Adds a trial, shows the reason and records it for the other processes. */
    void add(Trial trial, String reason, List<String> lastWords) {
        keys.add(trial.key());
        screen.failed(trial, reason);
        try {
            directory.recordFailure(trial, new Failure(reason, Instant.now().toString(), lastWords));
        } catch (RuntimeException e) {
            screen.line("cannot keep the reason: " + e.getMessage());
        }
    }
}
