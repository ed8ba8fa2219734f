package org.vae4j.experiment.study.runner;

import java.nio.file.Path;

/**
 * Watches a run for a program that started it in its own process, and may stop it. The methods are called by the thread
 * of the run.
 */
public interface RunMonitor {

    /** Watches nothing and never stops a run; signals do. */
    RunMonitor NONE = new RunMonitor() {
        @Override
        public void progress(Path run, String what, double fraction) {
            // The terminal shows the progress.
        }

        @Override
        public boolean stopRequested() {
            return false;
        }
    };

    /**
     * Is called when the run has progressed, a few times per second at most.
     *
     * @param run the run directory
     * @param what the current step in a few words
     * @param fraction the share of the run that is done, in [0, 1]
     */
    void progress(Path run, String what, double fraction);

    /**
     * Whether the run is to end at its next checkpoint, as a signal would end it.
     *
     * @return true if the run shall end; once true, it stays true
     */
    boolean stopRequested();
}
