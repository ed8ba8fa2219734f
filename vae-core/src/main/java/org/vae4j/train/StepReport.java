package org.vae4j.train;

import org.vae4j.objective.ElboTerms;
import org.vae4j.train.lagging.LagProgress;

/**
 * The results of one step.
 *
 * @param progress the progress after the step
 * @param terms the terms of the step's batch before its update, means over the batch
 * @param epochTerms the terms of the current epoch so far, means weighted by batch size
 * @param lag the state of the encoder's extra steps; see {@link org.vae4j.train.lagging.Lagging}
 */
public record StepReport(Progress progress, ElboTerms terms, ElboTerms epochTerms, LagProgress lag) {

    /**
     * The results of a step of a training without extra steps of the encoder.
     *
     * @param progress the progress after the step
     * @param terms the terms of the step's batch before its update, means over the batch
     * @param epochTerms the terms of the current epoch so far, means weighted by batch size
     */
    public StepReport(Progress progress, ElboTerms terms, ElboTerms epochTerms) {
        this(progress, terms, epochTerms, LagProgress.BEGINNING);
    }
}
