package org.vae4j.experiment.run;

import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.rundir.RunDirectory;

/** What a run is given: its configuration, its directory, and the ways to report. */
public interface RunEnvironment {

    /**
     * The resolved configuration.
     *
     * @return complete and valid
     */
    ExperimentConfig config();

    /**
     * Where everything goes.
     *
     * @return ready to write
     */
    RunDirectory directory();

    /**
     * Adds to the run's provenance what else can change the result, for example the identity of the data.
     *
     * @param key camel case
     * @param value what Jackson can write
     */
    void provenance(String key, Object value);

    /**
     * Prints what a person reads on the terminal, and logs it.
     *
     * @param text one or several lines
     */
    void print(String text);

    /**
     * Prints as {@link #print} does, for what a person reads while waiting: silent with {@code --quiet}.
     *
     * @param text one or several lines
     */
    void note(String text);

    /**
     * Says how far the run is.
     *
     * @param what a few words
     * @param fraction of the whole that is done, in [0, 1]
     */
    void progress(String what, double fraction);

    /**
     * Whether the run was asked to stop, by Ctrl-C or a signal. A run that asks is given time to write a checkpoint and
     * should then throw {@link InterruptedException}; one that never asks ends at once.
     *
     * @return once true, always true
     */
    boolean stopRequested();
}
