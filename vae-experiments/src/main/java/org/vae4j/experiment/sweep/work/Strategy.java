package org.vae4j.experiment.sweep.work;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.state.TrialStatus;
import org.vae4j.experiment.sweep.state.TrialStatus.State;

/**
 * Decides which trials to run next. It decides from files only, so that any number of processes can work on one sweep
 * side by side.
 */
public interface Strategy {

    /** {@return the assignments that can be done now, the most urgent first, including those that are being done} */
    List<Assignment> remaining();

    /**
     * Whether an assignment is still to be done. The caller holds the trial's lease, so that the answer stays valid.
     *
     * @param work the assignment
     * @return false when another process has done it meanwhile
     */
    boolean isWanted(Assignment work);

    /**
     * Records that an assignment is about to be done, by the process that holds the trial's lease.
     *
     * @param work the assignment
     */
    default void begin(Assignment work) {}

    /**
     * Names the result that an assignment must leave on disk, for the message when it is missing.
     *
     * @param work the assignment
     * @return a phrase such as {@code a finished run}
     */
    String expected(Assignment work);

    /**
     * Describes the result of an assignment that paused a trial.
     *
     * @param work an assignment that is done
     * @return a few words for the terminal; empty when the trial was trained to its end
     */
    default Optional<String> verdict(Assignment work) {
        return Optional.empty();
    }

    /**
     * The strategy that trains every trial to its end.
     *
     * @param trials the trials in order
     * @param directory the directory of the sweep
     * @return the strategy
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

        /** Copies the list. */
        public Complete {
            trials = List.copyOf(trials);
        }

        @Override
        public List<Assignment> remaining() {
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
