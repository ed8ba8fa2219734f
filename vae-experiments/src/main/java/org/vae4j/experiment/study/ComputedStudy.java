package org.vae4j.experiment.study;

import java.io.IOException;

/**
 * A study that computes all its results before it shows any of them.
 *
 * @param <R> the record of results; it holds all that is printed, drawn and reported
 */
public interface ComputedStudy<R extends Record> extends Study {

    /**
     * Computes the results.
     *
     * @param context the configuration, the seed, progress and requests to stop
     * @return the results
     * @throws Exception when it fails or is stopped
     */
    R compute(StudyContext context) throws Exception;

    /**
     * Prints, draws and reports the results.
     *
     * @param results the results that {@link #compute} returned
     * @param context the run that the results go to
     * @throws IOException when a figure cannot be written
     */
    void show(R results, StudyContext context) throws IOException;

    @Override
    default void run(StudyContext context) throws Exception {
        show(compute(context), context);
    }
}
