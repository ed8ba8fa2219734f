package org.vae4j.experiment.sweep.work;

import java.time.Duration;
import java.util.List;

/** Ends running trials: asks them to stop at a checkpoint, and kills those that take too long. */
final class TrialStop {

    /** Longer than a trial takes to write its checkpoint, or to give up writing it. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);

    /** Longer than the system takes to kill a process. */
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    private static final long POLL_MS = 50;

    private final Duration patience;

    TrialStop() {
        this(STOP_TIMEOUT);
    }

    TrialStop(Duration patience) {
        this.patience = patience;
    }

    /** {@return the longest time that a stop takes} */
    static Duration longest() {
        return STOP_TIMEOUT.plus(KILL_TIMEOUT);
    }

    /**
     * Ends the trials, and waits until their processes have ended. An interrupt of this thread does not cut the wait
     * short; the interrupt status is set on return.
     *
     * @return the trials whose processes could not be ended
     */
    List<RunningTrial> stop(List<RunningTrial> trials) {
        trials.forEach(trial -> trial.process().stop());
        List<RunningTrial> slow = aliveAfter(patience, trials);
        slow.forEach(trial -> trial.process().kill());
        return aliveAfter(KILL_TIMEOUT, slow);
    }

    /** Waits until all processes have ended, or for the given time; returns the trials whose processes have not. */
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
