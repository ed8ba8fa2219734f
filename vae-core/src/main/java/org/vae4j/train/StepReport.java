package org.vae4j.train;

import org.vae4j.objective.ElboTerms;
import org.vae4j.train.lagging.LagProgress;

/**
 * What happened in one step.
 *
 * @param progress after the step
 * @param terms of the step's batch, before its update, means over the batch
 * @param epochTerms of the current epoch so far, means weighted by batch size
 * @param lag how far an encoder that is let catch up has come
 */
public record StepReport(Progress progress, ElboTerms terms, ElboTerms epochTerms, LagProgress lag) {

    /**
     * A step of a training that lets no encoder catch up.
     *
     * @param progress after the step
     * @param terms of the step's batch, before its update, means over the batch
     * @param epochTerms of the current epoch so far, means weighted by batch size
     */
    public StepReport(Progress progress, ElboTerms terms, ElboTerms epochTerms) {
        this(progress, terms, epochTerms, LagProgress.BEGINNING);
    }
}
