package org.vae4j.train.step;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.objective.ElboTerms;

/**
 * One of the phases of a {@link TrainingStep}: gradients of what groups of parameters minimise, and then the updates of
 * those groups whose gates are open. A phase begins where the one before has left the parameters.
 */
interface Phase {

    /** Whether the phase reads other examples than the batch's. */
    boolean readsOtherExamples();

    /**
     * Computes gradients and does the updates.
     *
     * @param x features, {@code [batch, features]}
     * @param others other examples, for phases that read some
     * @param before what the phases before found
     * @return that and what this one found, before its updates
     */
    ElboTerms apply(INDArray x, INDArray others, ElboTerms before);
}
