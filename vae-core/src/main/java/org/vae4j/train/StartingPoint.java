package org.vae4j.train;

import org.vae4j.objective.ElboTerms;
import org.vae4j.train.lagging.LagProgress;

/**
 * The state of a training from which it continues, beside its model and the position of its data.
 *
 * @param progress the progress
 * @param epochTerms the terms of the current epoch so far
 * @param firstSteps the first steps' objective, with which later ones are compared to detect divergence
 * @param lag the state of the encoder's extra steps; see {@link org.vae4j.train.lagging.Lagging}
 */
public record StartingPoint(Progress progress, ElboTerms epochTerms, FirstSteps firstSteps, LagProgress lag) {

    /** Before the first step. */
    public static final StartingPoint BEGINNING = new StartingPoint(Progress.START, ElboTerms.NONE, FirstSteps.NONE);

    /**
     * The state of a training without extra steps of the encoder.
     *
     * @param progress the progress
     * @param epochTerms the terms of the current epoch so far
     * @param firstSteps the first steps' objective, with which later ones are compared to detect divergence
     */
    public StartingPoint(Progress progress, ElboTerms epochTerms, FirstSteps firstSteps) {
        this(progress, epochTerms, firstSteps, LagProgress.BEGINNING);
    }
}
