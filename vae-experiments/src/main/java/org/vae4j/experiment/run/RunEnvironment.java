package org.vae4j.experiment.run;

import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.rundir.RunDirectory;

/** The environment of a run: its configuration, its directory, and the ways to report. */
public interface RunEnvironment {

    /**
     * The resolved configuration.
     *
     * @return complete and valid
     */
    ExperimentConfig config();

    /**
     * The directory to which the run writes.
     *
     * @return a directory that this process holds
     */
    RunDirectory directory();

    /**
     * Records a fact that can change the result, such as the identity of the data, in the run's provenance.
     *
     * @param key a name in camel case
     * @param value a value that Jackson can write
     */
    void provenance(String key, Object value);

    /**
     * Prints text for the person at the terminal, and logs it.
     *
     * @param text one or several lines
     */
    void print(String text);

    /**
     * Prints and logs text that is of interest only during the run; {@code --quiet} keeps it off the terminal.
     *
     * @param text one or several lines
     */
    void note(String text);

    /**
     * Reports the progress of the run.
     *
     * @param what the current activity in a few words
     * @param fraction of the whole that is done, in [0, 1]
     */
    void progress(String what, double fraction);

    /**
     * Whether the run was asked to stop, by Ctrl-C or a signal. A run that calls this method is given time to write a
     * checkpoint and should then throw {@link InterruptedException}; one that never calls it ends at once.
     *
     * @return true from the first request on
     */
    boolean stopRequested();
}
