package org.vae4j.experiment.study.runner;

import java.nio.file.Path;

/**
 * Watches a run for the program that began it, where that is no command line, and may stop the run. The methods are
 * called by the thread that runs.
 */
public interface RunMonitor {

    /** Watches nothing and never stops a run; signals do. */
    RunMonitor NONE = new RunMonitor() {
        @Override
        public void progress(Path run, String what, double fraction) {
            // The terminal shows it.
        }

        @Override
        public boolean stopRequested() {
            return false;
        }
    };

    /**
     * Hears how far the run is, a few times per second at most.
     *
     * @param run the run directory
     * @param what a few words
     * @param fraction of the whole that is done, in [0, 1]
     */
    void progress(Path run, String what, double fraction);

    /**
     * Whether the run is to end at its next checkpoint, as a signal would end it.
     *
     * @return once true, always true
     */
    boolean stopRequested();
}
