package org.vae4j.objective;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.extension.Extension;
import org.vae4j.latent.LatentPart;

/**
 * A reducer combines the draws of an example into one value to be minimised, and sets the weight of each draw in the
 * gradient.
 *
 * <p>Let log w = log p(x|z) + β (log p(z) - log q(z|x)) of a draw z. The mean of -log w over the draws is the negative
 * ELBO, and minus the logarithm of the mean of w is the negative importance-weighted bound. Implementations are
 * immutable and are stored by name and fields in a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Reducer extends Extension, Serializable {

    /**
     * Returns how KL(q(z|x) ‖ p(z)) enters the value.
     *
     * @return {@link LatentBatch.Divergence#SAMPLED} unless overridden
     */
    default LatentBatch.Divergence divergence() {
        return LatentBatch.Divergence.SAMPLED;
    }

    /**
     * Computes the objective of each row, and the weights of the rows' likelihoods, divergences and ratios in the
     * gradient.
     *
     * @param batch after {@link LatentBatch#begin}
     * @param beta β, the weight of the divergence from the prior, in [0, ∞)
     */
    void reduce(LatentBatch batch, double beta);

    /**
     * Returns the reducer that the encoder minimises; decoder and prior minimise this one. The encoder comprises every
     * parameter on the way from the example to z. Where the two differ, each gets a backward pass from the same draws.
     *
     * @return this reducer unless overridden
     */
    default Reducer ofEncoder() {
        return this;
    }

    /**
     * Returns the number of draws K of the bound on log p(x) that this reducer trains at β = 1. Epochs are compared by
     * the bound of K draws.
     *
     * @param draws latents drawn for each example, ≥ 1
     * @return 1, the negative ELBO, unless overridden; at most {@code draws}
     */
    default int boundDraws(int draws) {
        return 1;
    }

    /**
     * Returns the relation between the value and log p(x) at β = 1.
     *
     * @return unless overridden, the importance-weighted bound over {@link #boundDraws} draws; with one draw it is the
     *     ELBO
     */
    default Value value() {
        return Value.IMPORTANCE_WEIGHTED_BOUND;
    }

    /**
     * Whether the gradient is the derivative of the computed value. Otherwise it is another estimate of the gradient of
     * the value's expectation.
     *
     * @return true unless overridden
     */
    default boolean differentiatesValue() {
        return true;
    }

    /**
     * Refuses a latent that the reducer cannot serve.
     *
     * @param part a latent of the model
     * @throws IllegalArgumentException in one line that names the key to change
     */
    default void require(LatentPart part) {}

    /**
     * Refuses a number of draws that the reducer cannot be trained with. Evaluations may have others.
     *
     * @param draws latents drawn for each example in training, ≥ 1
     * @throws IllegalArgumentException in one line that names the key to change
     */
    default void requireDraws(int draws) {}

    /** The relation between the expected value of a reducer and log p(x) at β = 1. */
    enum Value {
        /** It bounds -log p(x) from above, as the importance-weighted bound over some number of draws. */
        IMPORTANCE_WEIGHTED_BOUND,
        /** It bounds -log p(x) from above, by a formula of its own. */
        OTHER_BOUND,
        /** It may lie on either side of -log p(x), so that a smaller value is no better model. */
        NO_BOUND
    }

    /**
     * Whether {@link LatentBatch#pathWeights()} is part of the gradient.
     *
     * @return false unless overridden
     */
    default boolean weighsPaths() {
        return false;
    }

    /**
     * Whether the likelihoods of an example's rows may have different weights.
     *
     * @return true unless overridden
     */
    default boolean weighsRows() {
        return true;
    }
}
