package org.vae4j.experiment.sweep.work;

import java.time.Duration;
import java.util.List;

/** Ends trials that are at work: first at a checkpoint, and those that take too long for it at once. */
final class TrialStop {

    /** Longer than a trial takes to write its checkpoint or to give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Longer than the system takes to end a process. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final long POLL_MS = 50;

    private final Duration patience;

    TrialStop() {
        this(PATIENCE);
    }

    TrialStop(Duration patience) {
        this.patience = patience;
    }

    /** {@return the longest time that a stop takes} */
    static Duration longest() {
        return PATIENCE.plus(GRACE);
    }

    /**
     * Ends the trials; returns when their processes have ended, also when this thread is interrupted meanwhile.
     *
     * @return the trials whose processes could not be ended
     */
    List<RunningTrial> stop(List<RunningTrial> trials) {
        trials.forEach(trial -> trial.process().stop());
        List<RunningTrial> slow = aliveAfter(patience, trials);
        slow.forEach(trial -> trial.process().kill());
        return aliveAfter(GRACE, slow);
    }

    private static List<RunningTrial> aliveAfter(Duration time, List<RunningTrial> trials) {
        long deadline = System.nanoTime() + time.toNanos();
        boolean interrupted = false;
        List<RunningTrial> alive = alive(trials);
        while (!alive.isEmpty() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            alive = alive(alive);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return alive;
    }

    private static List<RunningTrial> alive(List<RunningTrial> trials) {
        return trials.stream().filter(trial -> trial.process().isAlive()).toList();
    }
}
