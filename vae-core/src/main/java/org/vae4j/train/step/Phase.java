package org.vae4j.train.step;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.objective.ElboTerms;

/**
 * A phase of a {@link TrainingStep}: the gradients of the losses of some groups of parameters, then the updates of the
 * groups whose gates are open. A phase starts from the parameters that the phase before has updated.
 */
interface Phase {

    /** Whether the phase reads other examples than the batch's. */
    boolean readsOtherExamples();

    /**
     * Computes gradients and does the updates.
     *
     * @param x features, {@code [batch, features]}
     * @param others other examples, for phases that read some
     * @param before the terms of the phases before
     * @return these and the terms of this phase before its updates
     */
    ElboTerms apply(INDArray x, INDArray others, ElboTerms before);
}
