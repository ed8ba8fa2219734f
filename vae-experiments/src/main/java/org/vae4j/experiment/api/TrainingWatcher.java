package org.vae4j.experiment.api;

import java.nio.file.Path;

/** A listener for the progress of a training. The methods are called by the thread that trains, and should be short. */
public interface TrainingWatcher {

    /** Watches nothing. */
    TrainingWatcher NONE = new TrainingWatcher() {
        @Override
        public void progress(Path run, String what, double fraction) {
            // Does nothing.
        }

        @Override
        public void ended(Path run) {
            // Does nothing.
        }
    };

    /**
     * Is called when the training has progressed, a few times per second at most.
     *
     * @param run the run directory, whose {@code metrics.jsonl} has a line for each epoch so far
     * @param what the current step in a few words
     * @param fraction the share of the training that is done, in [0, 1]
     */
    void progress(Path run, String what, double fraction);

    /**
     * Is called when the training has ended, successfully or not.
     *
     * @param run the run directory
     */
    void ended(Path run);
}
