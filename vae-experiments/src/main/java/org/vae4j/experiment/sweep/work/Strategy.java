package org.vae4j.experiment.sweep.work;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.state.TrialStatus;
import org.vae4j.experiment.sweep.state.TrialStatus.State;

/**
 * Decides what is worth doing next, from what the disk tells: so that any number of processes can decide side by side.
 */
public interface Strategy {

    /** All that is left to do now, the best first; of trials that somebody is at work on, too. */
    List<Assignment> left();

    /**
     * Whether that is still worth doing, asked by the one who holds the trial's lease.
     *
     * @param work the trial and where to pause it
     */
    boolean isWanted(Assignment work);

    /**
     * The worker that holds the trial's lease is about to do that.
     *
     * @param work the trial and where to pause it
     */
    default void begin(Assignment work) {}

    /**
     * What a piece of work that ended in order must have left behind, in a few words.
     *
     * @param work the trial and where to pause it
     */
    String expected(Assignment work);

    /**
     * What a finished piece of work came to, in a few words.
     *
     * @param work the trial and where to pause it
     */
    default Optional<String> verdict(Assignment work) {
        return Optional.empty();
    }

    /**
     * Trains every trial to its end.
     *
     * @param trials the trials in order
     * @param directory the directory of the sweep
     */
    static Strategy complete(List<Trial> trials, SweepDirectory directory) {
        return new Complete(trials, directory);
    }

    /**
     * Trains every trial to its end.
     *
     * @param trials the trials in order
     * @param directory the directory of the sweep
     */
    record Complete(List<Trial> trials, SweepDirectory directory) implements Strategy {

        @Override
        public List<Assignment> left() {
            return trials.stream()
                    .map(trial -> new Assignment(trial, OptionalInt.empty()))
                    .filter(this::isWanted)
                    .toList();
        }

        @Override
        public String expected(Assignment work) {
            return "a finished run";
        }

        @Override
        public boolean isWanted(Assignment work) {
            return TrialStatus.of(work.trial(), directory).state() != State.DONE;
        }
    }
}
