package org.vae4j.train;

import org.vae4j.objective.ElboTerms;
import org.vae4j.train.lagging.LagProgress;

/**
 * Where a training goes on; its model and data must be as they were then.
 *
 * @param progress how far it had come
 * @param epochTerms terms of the epoch that it was in
 * @param firstSteps what the objective is compared with to tell whether training diverges
 * @param lag how far an encoder that is let catch up had come
 */
public record StartingPoint(Progress progress, ElboTerms epochTerms, FirstSteps firstSteps, LagProgress lag) {

    /** Before the first step. */
    public static final StartingPoint BEGINNING = new StartingPoint(Progress.START, ElboTerms.NONE, FirstSteps.NONE);

    /**
     * Where a training goes on that lets no encoder catch up.
     *
     * @param progress how far it had come
     * @param epochTerms terms of the epoch that it was in
     * @param firstSteps what the objective is compared with to tell whether training diverges
     */
    public StartingPoint(Progress progress, ElboTerms epochTerms, FirstSteps firstSteps) {
        this(progress, epochTerms, firstSteps, LagProgress.BEGINNING);
    }
}
