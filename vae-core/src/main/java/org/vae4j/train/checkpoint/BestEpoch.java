package org.vae4j.train.checkpoint;

import org.nd4j.shade.jackson.annotation.JsonAlias;

/**
 * The best that training has seen on the validation examples.
 *
 * @param epoch after how many epochs, ≥ 1
 * @param criterion what was compared, such as {@link #ELBO}; the best of one criterion is not comparable with that of
 *     another. Checkpoints of version 0.1 name none and compared the ELBO
 * @param negBoundNats the criterion's value, mean over the validation examples, smaller is better. Checkpoints of
 *     version 0.1 call it {@code negElboNats}
 */
public record BestEpoch(
        int epoch,
        String criterion,
        @JsonAlias("negElboNats") double negBoundNats) {

    /** The negative ELBO at β = 1. */
    public static final String ELBO = "elbo";

    /** Fills in what version 0.1 took for granted. */
    public BestEpoch {
        criterion = criterion == null ? ELBO : criterion;
    }
}
