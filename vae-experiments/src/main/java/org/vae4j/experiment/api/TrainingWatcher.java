package org.vae4j.experiment.api;

import java.nio.file.Path;

/** A listener for the progress of a training. The methods are called by the thread that trains, and should be short. */
public interface TrainingWatcher {

    /** Watches nothing. */
    TrainingWatcher NONE = new TrainingWatcher() {
        @Override
        public void progress(Path run, String what, double fraction) {
            // Nobody waits.
        }

        @Override
        public void ended(Path run) {
            // Nobody waits.
        }
    };

    /**
     * Hears how far the training is, a few times per second at most.
     *
     * @param run the run directory, whose {@code metrics.jsonl} has a line for each epoch so far
     * @param what a few words
     * @param fraction of the whole that is done, in [0, 1]
     */
    void progress(Path run, String what, double fraction);

    /**
     * Hears that the training has ended, whatever came of it.
     *
     * @param run the run directory
     */
    void ended(Path run);
}
