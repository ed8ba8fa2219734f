package org.vae4j.experiment.sweep.work;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.Failure;
import org.vae4j.experiment.sweep.state.SweepDirectory;

/** The trials that failed since a sweep was started, whoever found them; failures of earlier times are tried again. */
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

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean contains(Trial trial) {
        if (!keys.contains(trial.key())) {
            lookElsewhere(trial);
        }
        return keys.contains(trial.key());
    }

    private void lookElsewhere(Trial trial) {
        try {
            directory
                    .failure(trial)
                    .filter(failure -> Instant.parse(failure.time()).isAfter(started))
                    .ifPresent(failure -> keys.add(trial.key()));
        } catch (RunDirectoryException e) {
            // The trial alone is damaged; the others go on.
            add(trial, e.getMessage(), List.of());
        }
    }

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
