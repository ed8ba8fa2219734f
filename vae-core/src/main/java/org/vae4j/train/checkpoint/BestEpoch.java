package org.vae4j.train.checkpoint;

import org.nd4j.shade.jackson.annotation.JsonAlias;

/**
 * The epoch with the smallest criterion on the validation examples so far.
 *
 * @param epoch number of epochs done, ≥ 1
 * @param criterion name of the criterion, such as {@link #ELBO}; values of different criteria are not comparable.
 *     Checkpoints of version 0.1 have no name and used the ELBO
 * @param negBoundNats the criterion's value, mean over the validation examples, smaller is better. Checkpoints of
 *     version 0.1 call it {@code negElboNats}
 */
public record BestEpoch(
        int epoch,
        String criterion,
        @JsonAlias("negElboNats") double negBoundNats) {

    /** The negative ELBO at β = 1. */
    public static final String ELBO = "elbo";

    /** Sets the criterion of checkpoints of version 0.1, which is null. */
    public BestEpoch {
        criterion = criterion == null ? ELBO : criterion;
    }
}
