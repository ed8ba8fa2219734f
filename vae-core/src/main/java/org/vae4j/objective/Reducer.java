package org.vae4j.objective;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.extension.Extension;
import org.vae4j.latent.LatentPart;

/**
 * How the draws of an example become one value to be minimised, and what each draw counts for in its gradient.
 *
 * <p>With log w = log p(x|z) + β (log p(z) - log q(z|x)) of each draw, the mean of -log w is the negative ELBO and the
 * negative logarithm of the mean of w the importance-weighted bound. Implementations are immutable and are stored by
 * name and fields in a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Reducer extends Extension, Serializable {

    /**
     * How KL(q(z|x) ‖ p(z)) enters the value.
     *
     * @return by the draws unless overridden
     */
    default LatentBatch.Divergence divergence() {
        return LatentBatch.Divergence.SAMPLED;
    }

    /**
     * Computes the objective of each row, and what the likelihood, the divergences and the ratios of the rows count
     * for.
     *
     * @param batch after {@link LatentBatch#begin}
     * @param beta β, the weight of the divergence from the prior, in [0, ∞)
     */
    void reduce(LatentBatch batch, double beta);

    /**
     * What the encoder follows, that is every parameter on the way from the example to z, where decoder and prior
     * follow this reducer. Each of the two gets a backward pass of its own, from the same draws.
     *
     * @return this reducer unless overridden
     */
    default Reducer ofEncoder() {
        return this;
    }

    /**
     * How many draws the bound on log p(x) is over that this reducer trains, at β = 1: what epochs are compared by.
     *
     * @param draws latents drawn for each example, ≥ 1
     * @return 1, the negative ELBO, unless overridden; at most {@code draws}
     */
    default int boundDraws(int draws) {
        return 1;
    }

    /**
     * What the value is at β = 1.
     *
     * @return the importance-weighted bound over {@link #boundDraws} draws, of which the ELBO is the one over one draw,
     *     unless overridden
     */
    default Value value() {
        return Value.IMPORTANCE_WEIGHTED_BOUND;
    }

    /**
     * Whether the gradient is the derivative of the value that was computed. Where it is not, it estimates the gradient
     * of the value's expectation otherwise.
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

    /** What the mean over z of a reducer's value says about log p(x) at β = 1. */
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
     * Whether the rows of an example differ in what their likelihood counts for.
     *
     * @return true unless overridden
     */
    default boolean weighsRows() {
        return true;
    }
}
